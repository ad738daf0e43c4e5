package dev.zt.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the user behind a caller must have authenticated, as an endpoint demands it (RFC 9470). Immutable.
 *
 * @param acr acceptable authentication context classes, best first, compared by exact text; empty if any will do
 * @param maxAge how long ago at most, in whole seconds, one at least; empty if that does not matter
 */
public record UserAuthentication(List<String> acr, Optional<Duration> maxAge) {
    /** The longest context class in characters. */
    public static final int MAX_LENGTH = 255;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if nothing is demanded, or a demand breaks its grammar
     */
    public UserAuthentication {
        acr = List.copyOf(acr);
        if (acr.isEmpty() && maxAge.isEmpty()) {
            throw new IllegalArgumentException("nothing is demanded; write acr, max-age, or both");
        }
        // They are sent to the caller as a list with single spaces, between quotation marks (RFC 9470 §3).
        acr.forEach(UserAuthentication::checkedContext);
        if (!maxAge.map(UserAuthentication::isWholeSeconds).orElse(true)) {
            throw new IllegalArgumentException("max-age is a number of whole seconds, at least 1s");
        }
    }

    /** The text of a context class, if it is one. */
    static String checkedContext(String text) {
        if (!isWord(text)) {
            throw new IllegalArgumentException("an acr value has 1 to " + MAX_LENGTH
                    + " printable ASCII characters, none of them a space, '\"' or '\\'");
        }
        return text;
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\');
    }

    private static boolean isWholeSeconds(Duration age) {
        return age.toSeconds() >= 1 && age.toNanosPart() == 0;
    }

    /** Such as {@code acr mfa or phr, at most 300 s ago}. */
    @Override
    public String toString() {
        String classes = acr.isEmpty() ? "" : "acr " + String.join(" or ", acr);
        String age =
                maxAge.map(most -> "at most " + most.toSeconds() + " s ago").orElse("");
        return classes + (classes.isEmpty() || age.isEmpty() ? "" : ", ") + age;
    }
}
