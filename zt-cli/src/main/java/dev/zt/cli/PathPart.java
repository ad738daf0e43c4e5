package dev.zt.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A name within a request path. */
final class PathPart {
    private PathPart() {}

    /** The name with everything encoded that means something in a path; its slashes stay, as in workload names. */
    static String of(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
