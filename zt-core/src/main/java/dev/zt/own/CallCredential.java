package dev.zt.own;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call shows to prove who makes it: header fields, to be set in place of any of the same name and sent once.
 * Immutable; {@link #toString()} shows the names alone.
 */
public final class CallCredential {
    private final Map<String, String> headers;
    private final @Nullable String nonce;

    private CallCredential(Map<String, String> headers, @Nullable String nonce) {
        this.headers = headers;
        this.nonce = nonce;
    }

    static CallCredential of(String name, String value) {
        return new CallCredential(Map.of(name, value), null);
    }

    static CallCredential of(String name, String value, String otherName, String otherValue) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(name, value);
        headers.put(otherName, otherValue);
        return new CallCredential(Collections.unmodifiableMap(headers), null);
    }

    static CallCredential signature(Map<String, String> headers, String nonce) {
        return new CallCredential(Collections.unmodifiableMap(new LinkedHashMap<>(headers)), nonce);
    }

    /** The value of each header field by its name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The values of a field by its name in any case: one, or none. */
    public List<String> values(String name) {
        return headers.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The nonce of a signature over a whole message, which a signed answer names; empty for everything else. */
    public Optional<String> nonce() {
        return Optional.ofNullable(nonce);
    }

    @Override
    public String toString() {
        return "CallCredential" + headers.keySet();
    }
}
