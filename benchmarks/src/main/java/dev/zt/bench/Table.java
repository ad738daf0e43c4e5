package dev.zt.bench;

import java.util.List;
import java.util.Locale;

/** The printed form of the rows. */
final class Table {
    private static final String LINE = "%-33s %-13s %9s  %-22s %9s  %9s %8s  %-10s %s%n";

    private Table() {}

    static String of(List<Row> rows) {
        StringBuilder table = new StringBuilder();
        table.append(
                line("measured", "engine", "median", "against", "median", "compared", "spread", "bound", "verdict"));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(Row row) {
        Row.Against against = row.against();
        Double bound = row.bound();
        return line(
                row.what(),
                row.engine(),
                figure(row.measured().median(), row.unit()),
                against == null ? "" : against.what(),
                against == null ? "" : figure(against.samples().median(), row.unit()),
                against == null ? "" : compared(row),
                format("±%.3f", row.compared().spread()),
                bound == null ? "" : row.side().sign + bound(bound, row.comparedIn()),
                row.verdict().toString());
    }

    private static String line(Object... cells) {
        return format(LINE, cells);
    }

    private static String compared(Row row) {
        double median = row.compared().median();
        return row.comparedIn() == Row.Unit.RATIO
                ? format("%.3f", median)
                : (median < 0 ? "" : "+") + figure(median, row.comparedIn());
    }

    private static String bound(double bound, Row.Unit unit) {
        return unit == Row.Unit.RATIO ? format("%.2f", bound) : figure(bound, unit);
    }

    private static String figure(double value, Row.Unit unit) {
        String digits = unit == Row.Unit.BYTES ? "%.0f " : value < 1 ? "%.3f " : value < 1000 ? "%.1f " : "%.0f ";
        return format(digits, value) + unit.symbol;
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
