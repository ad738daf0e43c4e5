package dev.zt.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path with open places: literal segments, <code>{name}</code> for exactly one non-empty segment, and
 * <code>{**}</code> at the end for all that follows, nothing included. Immutable.
 */
public final class PathTemplate {
    /** What a place of a template matches. */
    public enum Part {
        LITERAL,
        VARIABLE,
        REST
    }

    /**
     * One place.
     *
     * @param text the literal text, or the name of the variable
     */
    public record Segment(Part part, String text) {}

    private static final String REST = "{**}";

    private final String text;
    private final List<Segment> segments;

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException naming the rule that the text breaks
     */
    public static PathTemplate of(String text) {
        require(text.startsWith("/"), "a path template starts with '/'");
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            Segment segment = segment(parts[i], last);
            require(
                    segment.part() != Part.VARIABLE || names.add(segment.text()),
                    "the variable {" + segment.text() + "} stands twice");
            segments.add(segment);
        }
        return new PathTemplate(text, List.copyOf(segments));
    }

    private static Segment segment(String part, boolean last) {
        if (part.equals(REST)) {
            require(last, "{**} stands only at the end of a path template");
            return new Segment(Part.REST, "");
        }
        if (part.startsWith("{") && part.endsWith("}")) {
            String name = part.substring(1, part.length() - 1);
            require(isName(name), "a variable is named by letters and digits, such as {id}; {**} matches the rest");
            return new Segment(Part.VARIABLE, name);
        }
        require(last || !part.isEmpty(), "a path template has no empty segment");
        require(!part.equals(".") && !part.equals(".."), "a path template has no '.' or '..' segment");
        require(
                isLiteral(part),
                "a literal segment holds only letters, digits and -._~!$&'()+,=:@; there are no wildcards but {name}"
                        + " and a final {**}");
        return new Segment(Part.LITERAL, part);
    }

    /** The places in order; the root and a trailing slash are an empty literal at the end. */
    public List<Segment> segments() {
        return segments;
    }

    /** Whether both match the same paths: they differ in the names of their variables at most. */
    public boolean matchesSameAs(PathTemplate other) {
        return shape().equals(other.shape());
    }

    /**
     * Whether a path matches.
     *
     * @param path its decoded segments; a trailing slash is an empty one
     */
    public boolean matches(List<String> path) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.part() == Part.REST) {
                return true;
            }
            if (i == path.size() || !matches(segment, path.get(i))) {
                return false;
            }
        }
        return segments.size() == path.size();
    }

    private static boolean matches(Segment segment, String text) {
        return segment.part() == Part.VARIABLE
                ? !text.isEmpty()
                : segment.text().equals(text);
    }

    /** Whether the other template matches every path that this one does. */
    public boolean isWithin(PathTemplate other) {
        for (int i = 0; i < other.segments.size(); i++) {
            Segment theirs = other.segments.get(i);
            if (theirs.part() == Part.REST) {
                return true;
            }
            if (i == segments.size() || !isWithin(segments.get(i), theirs)) {
                return false;
            }
        }
        return segments.size() == other.segments.size();
    }

    private static boolean isWithin(Segment ours, Segment theirs) {
        return switch (ours.part()) {
            case LITERAL -> matches(theirs, ours.text());
            case VARIABLE -> theirs.part() == Part.VARIABLE;
            case REST -> false;
        };
    }

    /** The template without the names of its variables, which do not matter to what it matches. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/')
                    .append(
                            switch (segment.part()) {
                                case LITERAL -> segment.text();
                                case VARIABLE -> "{}";
                                case REST -> REST;
                            });
        }
        return shape.toString();
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> isLetterOrDigit(c) || c == '_' || c == '-');
    }

    private static boolean isLiteral(String literal) {
        return literal.chars().allMatch(c -> isLetterOrDigit(c) || "-._~!$&'()+,=:@".indexOf(c) >= 0);
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathTemplate that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
