package dev.zt.servlet;

import dev.zt.policy.PathTemplate;
import dev.zt.policy.PathTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Paths that stand for all that two templates both match. Where both leave a place open it is filled with what no template
 * says, so whatever matches a witness there is open there, too, and matches all that the witness stands for.
 */
final class Witnesses {
    // No literal of a template can hold it.
    private static final String ANYTHING = "*";
    // Beyond this many further segments nothing but the rest of a template matches.
    private static final int LONGEST = 128;

    private Witnesses() {}

    /** The witnesses; none if no path matches both. */
    static Stream<List<String>> of(PathTemplate one, PathTemplate other) {
        List<PathTemplate.Segment> left = one.segments();
        List<PathTemplate.Segment> right = other.segments();
        List<String> path = new ArrayList<>();
        for (int i = 0; ; i++) {
            boolean leftRest = i < left.size() && left.get(i).part() == Part.REST;
            boolean rightRest = i < right.size() && right.get(i).part() == Part.REST;
            if (leftRest && rightRest) {
                return rests(path);
            }
            if (leftRest || rightRest) {
                return completed(path, (leftRest ? right : left).subList(i, (leftRest ? right : left).size()));
            }
            if (i == left.size() || i == right.size()) {
                return left.size() == right.size() ? Stream.of(path) : Stream.empty();
            }
            String both = both(left.get(i), right.get(i));
            if (both == null) {
                return Stream.empty();
            }
            path.add(both);
        }
    }

    private static @Nullable String both(PathTemplate.Segment left, PathTemplate.Segment right) {
        if (left.part() == Part.VARIABLE && right.part() == Part.VARIABLE) {
            return ANYTHING;
        }
        if (left.part() == Part.LITERAL && right.part() == Part.LITERAL) {
            return left.text().equals(right.text()) ? left.text() : null;
        }
        String literal = left.part() == Part.LITERAL ? left.text() : right.text();
        return literal.isEmpty() ? null : literal;
    }

    // One of them matches whatever follows, so the other one alone says what it is.
    private static Stream<List<String>> completed(List<String> start, List<PathTemplate.Segment> end) {
        List<String> path = new ArrayList<>(start);
        for (PathTemplate.Segment segment : end) {
            if (segment.part() == Part.REST) {
                return rests(path);
            }
            path.add(segment.part() == Part.LITERAL ? segment.text() : ANYTHING);
        }
        return Stream.of(path);
    }

    // Nothing, a slash, a segment, a segment and a slash, and so on.
    private static Stream<List<String>> rests(List<String> start) {
        return IntStream.rangeClosed(0, LONGEST - Math.min(LONGEST, start.size()))
                .boxed()
                .flatMap(more -> Stream.of(filled(start, more, false), filled(start, more, true)))
                .filter(path -> !path.isEmpty());
    }

    private static List<String> filled(List<String> start, int more, boolean slash) {
        List<String> path = new ArrayList<>(start);
        for (int i = 0; i < more; i++) {
            path.add(ANYTHING);
        }
        if (slash) {
            path.add("");
        }
        return path;
    }
}
