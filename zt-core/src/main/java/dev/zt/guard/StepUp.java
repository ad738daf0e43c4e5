package dev.zt.guard;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the user behind an access token must have authenticated (RFC 9470 §3). Immutable.
 *
 * @param contexts acceptable authentication context classes, best first; empty if any will do
 * @param maxAge how long ago at most, in whole seconds; null if that does not matter
 */
record StepUp(List<String> contexts, @Nullable Duration maxAge) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if nothing is demanded, a context is empty or holds a space or whatever a
     *     quoted string cannot, or the age is negative
     */
    StepUp {
        contexts = List.copyOf(contexts);
        boolean readable = contexts.stream().allMatch(FieldText::isWord);
        boolean nothing = contexts.isEmpty() && maxAge == null;
        if (!readable || nothing || (maxAge != null && maxAge.isNegative())) {
            throw new IllegalArgumentException("a step-up names contexts, an age that is not negative, or both");
        }
    }

    Challenge addTo(Challenge challenge) {
        Challenge more = contexts.isEmpty() ? challenge : challenge.with("acr_values", String.join(" ", contexts));
        return maxAge == null ? more : more.with("max_age", Long.toString(maxAge.toSeconds()));
    }
}
