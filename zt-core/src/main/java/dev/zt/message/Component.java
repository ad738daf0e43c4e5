package dev.zt.message;

import java.util.Map;

/**
 * The identifier of a part of a message that a signature covers (RFC 9421 §2): a field's name in lower case or a derived
 * component such as {@code @method}, with parameters.
 */
record Component(String name, Parameters parameters) {
    private static final String OF_REQUEST = "req";

    /** A part of the message itself. */
    static Component of(String name) {
        return new Component(name, Parameters.NONE);
    }

    /** A part of the request that the message answers (RFC 9421 §2.4). */
    static Component ofRequest(String name) {
        return new Component(name, new Parameters(Map.of(OF_REQUEST, new BareItem.Flag(true))));
    }

    boolean isOfRequest() {
        return parameters.isSet(OF_REQUEST);
    }

    /**
     * Whether no other parameter stands here than {@code req}: none that picks a part of a field ({@code key}, {@code
     * name}), spells it anew ({@code sf}, {@code bs}) or takes a trailer ({@code tr}).
     */
    boolean isWhole() {
        return parameters.values().isEmpty()
                || (isOfRequest() && parameters.values().size() == 1);
    }

    /** The identifier as it begins a line of the signature base. */
    String text() {
        String quoted = Grammar.quote(name);
        return parameters.values().isEmpty() ? quoted : quoted + parameters.text();
    }
}
