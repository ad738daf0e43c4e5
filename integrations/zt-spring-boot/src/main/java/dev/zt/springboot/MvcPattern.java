package dev.zt.springboot;

import dev.zt.policy.PathTemplate;
import dev.zt.servlet.InnerRoute.Reach;
import java.util.ArrayList;
import java.util.List;

/**
 * A path pattern of Spring MVC in the policy's terms. What they have no word for, such as a regular expression or a wildcard
 * inside a segment, becomes a template that matches more, and says so.
 *
 * @param template the paths that the pattern may match
 * @param reach whether it matches all of them
 */
record MvcPattern(PathTemplate template, Reach reach) {
    static MvcPattern of(String pattern) {
        String below = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        List<String> segments = new ArrayList<>();
        Reach reach = Reach.ALL;
        String[] parts = below.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (part.equals("**") || part.startsWith("{*")) {
                segments.add("{**}");
                // What follows cannot be said, and only limits it.
                return new MvcPattern(template(segments), last ? reach : Reach.PART);
            }
            if (isLiteral(part, last)) {
                segments.add(part);
                continue;
            }
            segments.add("{v" + i + "}");
            reach = isWholeSegment(part) ? reach : Reach.PART;
        }
        return new MvcPattern(template(segments), reach);
    }

    private static PathTemplate template(List<String> segments) {
        return PathTemplate.of("/" + String.join("/", segments));
    }

    private static boolean isWholeSegment(String part) {
        return part.equals("*")
                || (part.startsWith("{") && part.indexOf('}') == part.length() - 1 && part.indexOf(':') < 0);
    }

    // By the policy's own grammar, so that both say the same of each character.
    private static boolean isLiteral(String part, boolean last) {
        if (part.isEmpty()) {
            return last;
        }
        if (part.indexOf('{') >= 0 || part.indexOf('*') >= 0 || part.indexOf('?') >= 0) {
            return false;
        }
        try {
            PathTemplate.of("/" + part);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
