package dev.zt.samples.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The map of the segments as SVG: a row for each, with an arrow for who calls whom. Immutable. */
final class SegmentMap {
    private static final int WIDTH = 1040;
    private static final int ROW_HEIGHT = 250;
    private static final int RADIUS = 42;
    private static final int LEFT = 400;
    private static final int RIGHT = 920;
    private static final int SLIGHT_BEND = 22;
    private static final int BEND_AROUND_A_NODE = 84;

    private final Map<String, List<String>> segments;
    private final Map<String, Point> nodes = new LinkedHashMap<>();

    private record Point(double x, double y) {
        Point plus(Point other, double times) {
            return new Point(x + other.x * times, y + other.y * times);
        }

        /** The direction from here to there, of length 1. */
        Point towards(Point there) {
            double length = Math.hypot(there.x - x, there.y - y);
            return new Point((there.x - x) / length, (there.y - y) / length);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f %.1f", x, y);
        }
    }

    /**
     * A map without calls.
     *
     * @param segments the members of each segment; whoever else calls stands outside, at the left
     */
    SegmentMap(Map<String, List<String>> segments) {
        this.segments = segments;
        int row = 0;
        for (List<String> members : segments.values()) {
            double step = (double) (RIGHT - LEFT) / Math.max(1, members.size() - 1);
            for (int i = 0; i < members.size(); i++) {
                nodes.put(members.get(i), new Point(LEFT + i * step, middle(row)));
            }
            row++;
        }
    }

    private static double middle(int row) {
        return ROW_HEIGHT * (row + 0.5);
    }

    String svg(List<CallCounts.Edge> edges) {
        Map<String, Point> all = new LinkedHashMap<>(nodes);
        edges.forEach(edge -> all.putIfAbsent(edge.from(), new Point(80, middle(0))));
        StringBuilder svg = new StringBuilder(8192);
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"map-title\">%n"
                        + "<title id=\"map-title\">Who called whom; the table below says the same</title>%n"
                        + "<defs>%s%s</defs>%n",
                WIDTH,
                ROW_HEIGHT * segments.size(),
                "<marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\""
                        + " orient=\"auto\"><path class=\"arrow\" d=\"M0 0L10 5L0 10z\"/></marker>",
                "<marker id=\"bar\" viewBox=\"0 0 10 10\" refX=\"5\" refY=\"5\" markerWidth=\"12\" markerHeight=\"12\""
                        + " orient=\"auto\"><path class=\"bar\" d=\"M2 1L8 9M8 1L2 9\"/></marker>"));
        int row = 0;
        for (String segment : segments.keySet()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"segment\" x=\"230\" y=\"%d\" width=\"790\" height=\"%d\" rx=\"14\"/>"
                            + "<text class=\"segment-name\" x=\"248\" y=\"%d\">segment %s</text>%n",
                    row * ROW_HEIGHT + 10,
                    ROW_HEIGHT - 20,
                    row * ROW_HEIGHT + 36,
                    Html.text(segment)));
            row++;
        }
        for (CallCounts.Edge edge : edges) {
            Point from = Objects.requireNonNull(all.get(edge.from()));
            Point to = all.get(edge.to());
            if (to != null && edge.allowed() > 0) {
                arrow(svg, from, to, "allowed", edge.allowed());
            }
            if (to != null && edge.denied() > 0) {
                arrow(svg, from, to, "denied", edge.denied());
            }
        }
        all.forEach((name, at) -> svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"node\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"/><text class=\"name\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                at.x(),
                at.y(),
                RADIUS,
                at.x(),
                at.y() + 5,
                Html.text(name))));
        return svg.append("</svg>\n").toString();
    }

    // Allowed calls bend to one side and denied ones to the other, so that both can be seen between the same two.
    private void arrow(StringBuilder svg, Point from, Point to, String verdict, long count) {
        Point along = from.towards(to);
        Point across = verdict.equals("allowed") ? new Point(along.y(), -along.x()) : new Point(-along.y(), along.x());
        double bend = isNodeBetween(from, to) ? BEND_AROUND_A_NODE : SLIGHT_BEND;
        Point middle = new Point((from.x() + to.x()) / 2, (from.y() + to.y()) / 2);
        Point control = middle.plus(across, 2 * bend);
        Point start = from.plus(from.towards(control), RADIUS);
        Point end = to.plus(to.towards(control), RADIUS + 5);
        Point label = middle.plus(across, bend);
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%s Q%s %s\" marker-end=\"url(#%s)\"/>"
                        + "<text class=\"count %s-count\" x=\"%.1f\" y=\"%.1f\">%d %s</text>%n",
                verdict,
                start,
                control,
                end,
                verdict.equals("allowed") ? "arrow" : "bar",
                verdict,
                label.x(),
                label.y() + 4,
                count,
                verdict));
    }

    private boolean isNodeBetween(Point from, Point to) {
        return nodes.values().stream()
                .filter(node -> !node.equals(from) && !node.equals(to))
                .anyMatch(node -> {
                    double way = Math.hypot(to.x() - from.x(), to.y() - from.y());
                    double detour = Math.hypot(node.x() - from.x(), node.y() - from.y())
                            + Math.hypot(to.x() - node.x(), to.y() - node.y());
                    return detour - way < RADIUS / 4.0;
                });
    }
}
