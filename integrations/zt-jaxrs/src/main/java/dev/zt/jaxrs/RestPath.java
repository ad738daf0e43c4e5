package dev.zt.jaxrs;

import dev.zt.policy.PathTemplate;
import dev.zt.servlet.InnerRoute.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path of Jakarta REST as the policy's templates say it, or one that matches more where they cannot (Jakarta REST §3.4).
 *
 * @param text as it is annotated
 */
record RestPath(String text, PathTemplate template, Reach reach) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*[\\w.-]+\\s*}");
    /** Regular expressions of which it is plain that they match no slash; a range between letters and digits holds none. */
    private static final Pattern WITHOUT_SLASH =
            Pattern.compile("(?:\\\\[dw]|[A-Za-z0-9]-(?=[A-Za-z0-9])|-(?=])|[A-Za-z0-9_\\[\\]{},+*?|()\\s])*");

    /** Reads one that begins with a slash or is empty. */
    static RestPath of(String path) {
        StringBuilder template = new StringBuilder();
        Reach reach = Reach.ALL;
        List<String> segments = segments(path);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isLiteral(segment)) {
                template.append('/').append(segment);
            } else if (VARIABLE.matcher(segment).matches()) {
                template.append("/{v").append(i).append('}');
            } else {
                reach = Reach.PART;
                if (!staysInSegment(segment)) {
                    template.append("/{**}");
                    break;
                }
                template.append("/{v").append(i).append('}');
            }
        }
        return new RestPath(path.isEmpty() ? "/" : path, PathTemplate.of(template.toString()), reach);
    }

    // Slashes in braces belong to a regular expression.
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int depth = 0;
        int start = path.isEmpty() ? 0 : 1;
        for (int i = start; i < path.length(); i++) {
            char at = path.charAt(i);
            depth += at == '{' ? 1 : at == '}' ? -1 : 0;
            if (at == '/' && depth == 0) {
                segments.add(path.substring(start, i));
                start = i + 1;
            }
        }
        segments.add(path.substring(start));
        return segments;
    }

    // Others, such as ones with percent signs, are matched by a variable.
    private static boolean isLiteral(String segment) {
        if (segment.indexOf('{') >= 0) {
            return false;
        }
        try {
            return PathTemplate.of("/" + segment).segments().size() == 1;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean staysInSegment(String segment) {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < segment.length(); i++) {
            char at = segment.charAt(i);
            if (at == '{' && depth++ == 0) {
                start = i + 1;
            } else if (at == '}' && --depth == 0 && !hasNoSlash(segment.substring(start, i))) {
                return false;
            }
        }
        return depth == 0;
    }

    // What stands in braces: a name, and perhaps a regular expression.
    private static boolean hasNoSlash(String variable) {
        int colon = variable.indexOf(':');
        return colon < 0 || WITHOUT_SLASH.matcher(variable.substring(colon + 1)).matches();
    }

    /** The same with a slash at its end; empty where the template says so itself. */
    Optional<PathTemplate> withSlash() {
        PathTemplate.Segment last = template.segments().get(template.segments().size() - 1);
        return last.part() == PathTemplate.Part.REST || last.text().isEmpty()
                ? Optional.empty()
                : Optional.of(PathTemplate.of(shape() + "/"));
    }

    private String shape() {
        StringBuilder shape = new StringBuilder();
        for (PathTemplate.Segment segment : template.segments()) {
            boolean literal = segment.part() == PathTemplate.Part.LITERAL;
            shape.append('/').append(literal ? segment.text() : "{" + segment.text() + "}");
        }
        return shape.toString();
    }
}
