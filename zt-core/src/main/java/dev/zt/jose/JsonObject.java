package dev.zt.jose;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A JSON object without repeated members. Immutable; what is read of a token is bound to the array that
 * {@link CompactJws#split(byte[], int, byte[])} was given.
 *
 * <p>Each accessor answers only for a member of its own type: a number is never read from text or the other way
 * round. Values are made when they are asked for, each time anew.
 */
public final class JsonObject {
    private static final long LAST_SECOND = 253_402_300_799L;

    private final byte[] utf8;
    private final JsonMembers members;

    /** An object whose text nobody changes any more. */
    JsonObject(byte[] utf8, JsonMembers members) {
        this.utf8 = utf8;
        this.members = members;
    }

    /** The member names. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.names(0));
    }

    /** Whether there is no member but of these names. */
    public boolean hasOnly(Set<String> names) {
        int known = 0;
        for (String name : names) {
            known += has(name) ? 1 : 0;
        }
        return known == members.size();
    }

    /** Whether there is a member of this name, of whatever type. */
    public boolean has(String name) {
        return members.find(name) >= 0;
    }

    /** Whether there is a member of this name, and it is of another kind. */
    boolean isOther(String name, JsonKind kind) {
        int member = members.find(name);
        return member >= 0 && members.kind(member) != kind;
    }

    // -1 if it is not of this kind.
    private int find(String name, JsonKind kind) {
        int member = members.find(name);
        return member >= 0 && members.kind(member) == kind ? member : -1;
    }

    /** A member that is a string. */
    public Optional<String> string(String name) {
        int member = find(name, JsonKind.STRING);
        return member < 0
                ? Optional.empty()
                : Optional.of(JsonValue.text(utf8, members.from(member), members.to(member), members.isPlain(member)));
    }

    /** A member that is a whole number of at most 18 characters with its sign, written without fraction and exponent. */
    public OptionalLong wholeNumber(String name) {
        int member = find(name, JsonKind.WHOLE_NUMBER);
        return member < 0
                ? OptionalLong.empty()
                : OptionalLong.of(JsonValue.wholeNumber(utf8, members.from(member), members.to(member)));
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
        int member = find(name, JsonKind.OBJECT);
        return member < 0
                ? Optional.empty()
                : Optional.ofNullable(JsonScanner.object(utf8, members.from(member), members.to(member)));
    }

    /**
     * A member that is an array. Its elements are {@code String}, {@code Long}, {@code Boolean}, {@code JsonObject} and
     * {@code List}; {@code null} and other numbers are objects of no such class.
     */
    public Optional<List<?>> array(String name) {
        int member = find(name, JsonKind.ARRAY);
        return member < 0
                ? Optional.empty()
                : Optional.of(JsonScanner.elements(utf8, members.from(member), members.to(member)));
    }
}
