package dev.zt.bench;

import java.util.List;
import java.util.Locale;

/** The printed form of the servers' rows. */
final class EdgeTable {
    private static final String LINE = "%-29s %-13s %10s %8s  %8s %8s  %10s  %7s %8s  %-8s %-9s  %s";

    private EdgeTable() {}

    static String of(List<EdgeRow> rows) {
        StringBuilder table = new StringBuilder();
        table.append(line(
                "servlet on Jetty",
                "engine",
                "requests/s",
                "spread",
                "p50",
                "p99",
                "server CPU",
                "of bare",
                "spread",
                "bound",
                "verdict",
                "of check"));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(EdgeRow row) {
        Edge edge = row.edge();
        Double bound = edge.bound();
        Samples ofCheck = row.ofCheck();
        return line(
                edge.label(),
                edge.engineLabel(),
                format("%.0f", row.rate().median()),
                format("±%.0f", row.rate().spread()),
                format("%.2f ms", row.p50().median() / 1000),
                format("%.2f ms", row.p99().median() / 1000),
                format("%.1f us", row.cpu().median()),
                format("%.3f", row.ofBare().median()),
                format("±%.3f", row.ofBare().spread()),
                bound == null ? "" : format(">= %.2f", bound),
                row.verdict().toString(),
                ofCheck == null ? "" : format("%.3f ±%.3f", ofCheck.median(), ofCheck.spread()));
    }

    private static String line(Object... cells) {
        return format(LINE, cells).stripTrailing() + System.lineSeparator();
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
