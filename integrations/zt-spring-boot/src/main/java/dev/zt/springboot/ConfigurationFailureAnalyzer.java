package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words what an operator or a programmer has to write instead, in the place of a stack trace. */
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, ConfigurationException cause) {
        String place = cause.place().toString();
        String message = String.valueOf(cause.getMessage());
        // What is wrong, and after it what to write.
        String problem = message.startsWith(place + ": ") ? message.substring(place.length() + 2) : message;
        int remedy = problem.lastIndexOf("; ");
        String wrong = remedy < 0 ? problem : problem.substring(0, remedy);
        String write = remedy < 0
                ? "Change what stands at that place."
                : capitalized(problem.substring(remedy + 2)) + (problem.endsWith("?") ? "" : ".");
        return new FailureAnalysis(
                "zt is configured so that it cannot start.\n\nat    " + place + "\nwrong " + wrong, write, cause);
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
