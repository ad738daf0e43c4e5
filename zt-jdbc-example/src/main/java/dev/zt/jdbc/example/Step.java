package dev.zt.jdbc.example;

import dev.zt.jdbc.RefusedTransactionException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Something that is tried, and what must come of it.
 *
 * @param expected how what is seen begins
 */
record Step(String name, String expected, Probe probe) {
    /** Tries it, and says in a few words what came of it; what it throws is what came of it, too. */
    @FunctionalInterface
    interface Probe {
        String see() throws Exception;
    }

    /** What came of a step. */
    record Outcome(Step step, String seen) {
        boolean isAsExpected() {
            return seen.startsWith(step.expected());
        }
    }

    Outcome run() {
        try {
            return new Outcome(this, probe.see());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(this, "interrupted");
        } catch (Exception e) {
            return new Outcome(this, told(e));
        }
    }

    /** A failure in a line: the state and the words of the database, without those around them. */
    static String told(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof SQLException sql && sql.getSQLState() != null) {
                cause = next;
            }
            if (next instanceof RefusedTransactionException) {
                break;
            }
        }
        String state = cause instanceof SQLException sql ? sql.getSQLState() + " " : "";
        String text =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        return state
                + text.lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("^(ERROR|FATAL): ", "")
                        .replaceFirst("^SSL error: ", "")
                        // Some JDKs say first which alert they send.
                        .replaceFirst("^\\([a-z_]+\\) ", "");
    }
}
