package dev.zt.audit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Cuts what a caller chose down to what an event may keep: no token that strayed into a path, and no more than a line. */
public final class Redaction {
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_SEGMENT = 100;
    private static final String CUT = "...";

    private Redaction() {}

    /** A request method, cut after 32 characters. */
    public static String method(String method) {
        return cut(method, LONGEST_METHOD);
    }

    /** A path, cut after 200 characters, without segments that are as long as a token or begin like one. */
    public static String path(String path) {
        if (path.length() <= LONGEST_SEGMENT && !path.contains("eyJ")) {
            return path;
        }
        // A path that is cut first cannot make this expensive.
        String kept = cut(path, 8 * LONGEST_PATH);
        String redacted = Arrays.stream(kept.split("/", -1))
                .map(segment -> segment.length() > LONGEST_SEGMENT || segment.contains("eyJ") ? CUT : segment)
                .collect(Collectors.joining("/"));
        return cut(redacted, LONGEST_PATH);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + CUT;
    }
}
