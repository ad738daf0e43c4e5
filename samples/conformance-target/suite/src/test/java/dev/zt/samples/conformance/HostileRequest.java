package dev.zt.samples.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A line of the corpus.
 *
 * @param expectation {@code bad}, {@code deny}, {@code none}, {@code maybe}, or the handler that runs, as
 *     corpus/requests.txt says
 * @param method as bytes
 * @param target as bytes
 * @param version as bytes
 */
record HostileRequest(String expectation, String method, String target, String version) {
    private static final boolean THOROUGH = Boolean.getBoolean("zt.thorough");
    private static final int ONE_IN = 6;
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.-]+");
    private static final Set<String> HANDLERS = Set.of("public", "admin", "orders");

    /** All of them, or where that would take too long one in six. */
    static Stream<HostileRequest> all() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HostileRequest.class.getResourceAsStream("/corpus/requests.txt")),
                StandardCharsets.US_ASCII))) {
            List<HostileRequest> all = lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(HostileRequest::of)
                    .toList();
            return IntStream.range(0, all.size())
                    .filter(number -> THOROUGH || number % ONE_IN == 0)
                    .mapToObj(all::get);
        }
    }

    private static HostileRequest of(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("not EXPECTATION METHOD TARGET [VERSION]: " + line);
        }
        String version = parts.length == 4 ? bytes(parts[3]) : "HTTP/1.1";
        return new HostileRequest(parts[0], bytes(parts[1]), bytes(parts[2]), version);
    }

    /** A text with {@code \\xHH} for bytes. */
    static String bytes(String text) {
        return BYTE.matcher(text).replaceAll(hex -> {
            return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(hex.group(1), 16)));
        });
    }

    boolean namesHandler() {
        return HANDLERS.contains(expectation);
    }

    /** Whether a connector has nothing to be loose about: plain letters lead to a handler. */
    boolean isControl() {
        return namesHandler() && PLAIN.matcher(target).matches();
    }

    String line() {
        return method + " " + target + " " + version;
    }

    @Override
    public String toString() {
        return expectation + " " + line().replaceAll("[^ -~]", "?");
    }
}
