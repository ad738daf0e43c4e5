package dev.zt.jose;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A JSON object without repeated members. Immutable.
 *
 * <p>Each accessor answers only for a member of its own type: a number is never read from text or the other way
 * round.
 */
public final class JsonObject {
    private static final long LAST_SECOND = 253_402_300_799L;

    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** The member names. */
    public Set<String> names() {
        return members.keySet();
    }

    /** Whether there is a member of this name, of whatever type. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** A member that is a string. */
    public Optional<String> string(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A member that is a whole number of at most 18 digits, written without fraction and exponent. */
    public OptionalLong wholeNumber(String name) {
        return members.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /**
     * A member that is a time: whole seconds since 1970, within four-digit years (RFC 7519 §2, {@code NumericDate}).
     */
    public Optional<Instant> time(String name) {
        long seconds = wholeNumber(name).orElse(0);
        return seconds > 0 && seconds <= LAST_SECOND ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    }

    /** A member that is an object. */
    public Optional<JsonObject> object(String name) {
        return members.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** A member that is an array; its elements are as {@link Json} makes them. */
    public Optional<List<?>> array(String name) {
        return members.get(name) instanceof List<?> array ? Optional.of(array) : Optional.empty();
    }
}
