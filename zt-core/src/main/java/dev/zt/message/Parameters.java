package dev.zt.message;

import java.util.Collections;
import java.util.Map;

/** The parameters of a component or a signature, in order; equal whatever their order (RFC 9421 §2). */
record Parameters(Map<String, BareItem> values) {
    static final Parameters NONE = new Parameters(Map.of());

    /**
     * Takes the map over, which is nobody else's from then on.
     *
     * @throws IllegalArgumentException if a name is no key
     */
    Parameters {
        values = Collections.unmodifiableMap(values);
        for (String name : values.keySet()) {
            if (!Grammar.isKey(name)) {
                throw new IllegalArgumentException("no key of a parameter");
            }
        }
    }

    /** Whether a Boolean of this name is true. */
    boolean isSet(String name) {
        return values.get(name) instanceof BareItem.Flag flag && flag.value();
    }

    /** The one canonical spelling, which leaves out the value of a true Boolean (RFC 9651 §4.1.1.2). */
    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            text.append(';').append(name);
            if (!isSet(name)) {
                text.append('=').append(value.text());
            }
        });
        return text.toString();
    }
}
