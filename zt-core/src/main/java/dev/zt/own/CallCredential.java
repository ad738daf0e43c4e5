package dev.zt.own;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one call shows to prove who makes it: header fields, to be set in place of any of the same name and sent once.
 * Immutable; {@link #toString()} shows the names alone.
 */
public final class CallCredential {
    private final Map<String, String> headers;

    private CallCredential(Map<String, String> headers) {
        this.headers = headers;
    }

    static CallCredential of(String name, String value) {
        return new CallCredential(Map.of(name, value));
    }

    static CallCredential of(String name, String value, String otherName, String otherValue) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(name, value);
        headers.put(otherName, otherValue);
        return new CallCredential(Collections.unmodifiableMap(headers));
    }

    static CallCredential of(Map<String, String> headers) {
        return new CallCredential(Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
    }

    /** The value of each header field by its name. */
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String toString() {
        return "CallCredential" + headers.keySet();
    }
}
