package dev.zt.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A value in a strict YAML document, with its place. Immutable. */
public sealed interface Node permits Node.Scalar, Node.Items, Fields {
    /** Where the value stands. */
    Place place();

    /** What kind of value this is, in words for an error message. */
    String kind();

    /**
     * A single value.
     *
     * @param value as written, without quotes
     * @param type how YAML reads it
     */
    record Scalar(Place place, String value, Type type) implements Node {
        /** The types that a plain scalar can have. */
        public enum Type {
            TEXT,
            NUMBER,
            BOOLEAN,
            EMPTY
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "text";
                case NUMBER -> "a number";
                case BOOLEAN -> "a boolean";
                case EMPTY -> "nothing";
            };
        }
    }

    /** A sequence. */
    record Items(Place place, List<Node> values) implements Node {
        /** Copies the values. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** An error at this value. */
    default ConfigurationException error(String problem) {
        return new ConfigurationException(place(), problem);
    }

    /** This value as text. */
    default String text() {
        if (this instanceof Scalar scalar && scalar.type() == Scalar.Type.TEXT) {
            return scalar.value();
        }
        throw error("expected text but found " + kind() + hintToQuote());
    }

    /** This value as {@code true} or {@code false}; YAML 1.1's other spellings are refused. */
    default boolean flag() {
        if (this instanceof Scalar scalar
                && (scalar.value().equals("true") || scalar.value().equals("false"))) {
            return scalar.value().equals("true");
        }
        throw error("expected true or false but found " + kind());
    }

    /** This value as a whole number. */
    default long wholeNumber() {
        if (this instanceof Scalar scalar && scalar.type() == Scalar.Type.NUMBER) {
            try {
                return Long.parseLong(scalar.value());
            } catch (NumberFormatException e) {
                throw error("expected a whole number, in decimal digits");
            }
        }
        throw error("expected a whole number but found " + kind());
    }

    /** This value as a duration such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
    default Duration duration() {
        return Units.duration(this);
    }

    /** This value as a size such as {@code 8KiB} or {@code 64MiB}, in bytes. */
    default long size() {
        return Units.size(this);
    }

    /** This value as a mapping. */
    default Fields fields() {
        if (this instanceof Fields fields) {
            return fields;
        }
        throw error("expected a mapping (key: value) but found " + kind());
    }

    /** This value as a list. */
    default List<Node> items() {
        if (this instanceof Items items) {
            return items.values();
        }
        throw error("expected a list ([a, b]) but found " + kind());
    }

    /** This value as a list, where a single value stands for a list of one. */
    default List<Node> oneOrMore() {
        return this instanceof Items items ? items.values() : List.of(this);
    }

    /** This value's text as read by a factory whose {@link IllegalArgumentException} names the broken rule. */
    default <T> T as(Function<String, T> factory) {
        String text = text();
        try {
            return factory.apply(text);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private String hintToQuote() {
        return this instanceof Scalar scalar && scalar.type() != Scalar.Type.EMPTY ? "; put it in quotes" : "";
    }
}
