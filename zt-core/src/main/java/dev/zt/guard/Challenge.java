package dev.zt.guard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One challenge of {@code WWW-Authenticate}: a scheme and its parameters as quoted strings (RFC 9110 §11.3).
 * Immutable. No value needs an escape, because one that would is refused.
 */
final class Challenge {
    private final String scheme;
    private final Map<String, String> parameters;

    private Challenge(String scheme, Map<String, String> parameters) {
        this.scheme = scheme;
        this.parameters = Collections.unmodifiableMap(parameters);
    }

    /** A challenge without parameters. */
    static Challenge of(String scheme) {
        return new Challenge(scheme, new LinkedHashMap<>());
    }

    /**
     * The same challenge with one parameter more.
     *
     * @throws IllegalArgumentException if the name stands there already, or a character of the value would end or
     *     escape the quoted string
     */
    Challenge with(String name, String value) {
        if (!FieldText.isToken(name) || !FieldText.isQuotable(value) || parameters.containsKey(name)) {
            throw new IllegalArgumentException("not a parameter of a challenge");
        }
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Challenge(scheme, more);
    }

    boolean hasParameters() {
        return !parameters.isEmpty();
    }

    /** The field that carries this challenge and no other. */
    Answer.Header header() {
        return new Answer.Header("WWW-Authenticate", toString());
    }

    @Override
    public String toString() {
        String list = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=\"" + parameter.getValue() + "\"")
                .collect(Collectors.joining(", "));
        return list.isEmpty() ? scheme : scheme + " " + list;
    }
}
