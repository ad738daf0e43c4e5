package dev.zt.jdbc.example;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of the guided run: what was tried, expected and seen. Plain ASCII. Used by one thread. */
final class Screen {
    private final PrintStream out;
    private final List<Step.Outcome> outcomes = new ArrayList<>();

    Screen(PrintStream out) {
        this.out = out;
    }

    void heading(String title) {
        out.println();
        out.println(title);
        out.println(row("", "step", "expected", "seen", "ok"));
    }

    void say(String line) {
        out.println(plain(line));
    }

    /** Runs each and shows what came of it, as it comes. */
    void run(List<Step> steps) {
        for (Step step : steps) {
            Step.Outcome outcome = step.run();
            outcomes.add(outcome);
            out.println(row(
                    Integer.toString(outcomes.size()),
                    step.name(),
                    step.expected(),
                    outcome.seen(),
                    outcome.isAsExpected() ? "ok" : "NOT AS EXPECTED"));
        }
    }

    boolean isAsExpected() {
        return !outcomes.isEmpty() && outcomes.stream().allMatch(Step.Outcome::isAsExpected);
    }

    /** The last line. */
    String line(String database) {
        long good = outcomes.stream().filter(Step.Outcome::isAsExpected).count();
        return "demo-jdbc: " + database + ", " + (isAsExpected() ? "" : "FAILED, ") + good + "/" + outcomes.size()
                + " steps as expected";
    }

    private static String row(String number, String name, String expected, String seen, String ok) {
        return String.format(
                Locale.ROOT,
                "%3s  %-58s %-50s %-62s %s",
                number,
                cell(name, 58),
                cell(expected, 50),
                cell(seen, 62),
                ok);
    }

    private static String cell(String text, int width) {
        String plain = plain(text);
        return plain.length() <= width ? plain : plain.substring(0, width - 2) + "..";
    }

    // What a database or a caller said must not move the cursor, nor look like another line.
    private static String plain(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
