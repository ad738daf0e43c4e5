package dev.zt.samples.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's lines: a table that grows with each call, and what each attack came to. Plain ASCII, 150 columns. */
final class Screen {
    private static final int WIDTH = 150;
    private static final int[] WIDTHS = {9, 8, 24, 13, 15, 6, 25, 8};
    private static final String ROW = "%-9s -> %-8s  %-24s %-13s %-15s %-6s %-25s %8s";

    private final PrintStream out;
    private final boolean coloured;

    private enum Colour {
        RED(31),
        GREEN(32),
        GREY(90);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    Screen(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** Standard output, coloured where somebody looks at it. */
    static Screen ofTerminal() {
        return new Screen(System.out, isTerminal(System.console()));
    }

    // From JDK 22 on there may be a console without a terminal, and only then a way to ask.
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    void say(String line) {
        out.println(plain(line));
    }

    void heading(String title) {
        out.println();
        out.println(title);
        out.println(coloured(
                Colour.GREY,
                String.format(
                        Locale.ROOT,
                        ROW,
                        "who",
                        "whom",
                        "call",
                        "endpoint",
                        "scope",
                        "verdict",
                        "rule or reason",
                        "ms")));
    }

    /** One call as the called service decided it; the time is what verifying and deciding took. */
    void row(Decided decided) {
        String millis = String.format(Locale.ROOT, "%.2f", decided.micros() / 1000.0);
        row(
                decided.allowed(),
                decided.who(),
                decided.whom(),
                decided.call(),
                decided.endpoint(),
                decided.scopes(),
                decided.allowed() ? "allow" : "deny",
                decided.reason(),
                millis);
    }

    /** A customer's call as it was answered. */
    void customer(String call, String endpoint, int status) {
        boolean served = status == 200;
        String verdict = served ? "allow" : Integer.toString(status);
        row(served, CallCounts.CUSTOMER, "gateway", call, endpoint, "", verdict, served ? "public" : "", "");
    }

    private void row(boolean good, String... cells) {
        Object[] cut = new Object[WIDTHS.length];
        for (int i = 0; i < WIDTHS.length; i++) {
            cut[i] = cell(cells[i], WIDTHS[i]);
        }
        out.println(coloured(good ? Colour.GREEN : Colour.RED, String.format(Locale.ROOT, ROW, cut)));
    }

    void attack(int number, Outcome outcome) {
        String line = String.format(
                Locale.ROOT,
                "  attack %2d  %-37s expected %-28s seen %-28s %s",
                number,
                cell(outcome.strike().title(), 37),
                cell(outcome.expected(), 28),
                cell(outcome.seen(), 28),
                outcome.isAsExpected() ? "as expected" : "NOT AS EXPECTED");
        out.println(outcome.isAsExpected() ? line : coloured(Colour.RED, line));
        wrap("fix: " + (outcome.fix().isEmpty() ? "none in docs/reasons.md" : outcome.fix()), WIDTH - 13)
                .forEach(part -> out.println(coloured(Colour.GREY, "             " + plain(part))));
    }

    private static String cell(String text, int width) {
        String plain = text.isEmpty() ? "-" : plain(text);
        return plain.length() <= width ? plain : plain.substring(0, width - 2) + "..";
    }

    // What a caller sent must not move the cursor, nor look like another line.
    private static String plain(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(width);
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private String coloured(Colour colour, String text) {
        return coloured ? "\u001B[" + colour.code + "m" + text + "\u001B[0m" : text;
    }
}
