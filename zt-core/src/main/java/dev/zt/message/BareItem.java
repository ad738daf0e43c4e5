package dev.zt.message;

import java.util.Base64;

/**
 * A value of a structured field without its parameters (RFC 9651 §3.3): the kinds that signature fields need. Decimals,
 * dates and display strings are not among them. The constructors throw {@link IllegalArgumentException} for what the
 * grammar cannot write.
 */
sealed interface BareItem {
    /** The one canonical spelling (RFC 9651 §4.1). */
    String text();

    /** A String: printable ASCII. */
    record Text(String value) implements BareItem {
        public Text {
            if (!Grammar.isPrintable(value)) {
                throw new IllegalArgumentException("not printable ASCII");
            }
        }

        @Override
        public String text() {
            return Grammar.quote(value);
        }
    }

    /** An Integer of at most 15 digits. */
    record Whole(long value) implements BareItem {
        private static final long MAX = 999_999_999_999_999L;

        public Whole {
            if (value > MAX || value < -MAX) {
                throw new IllegalArgumentException("more than 15 digits");
            }
        }

        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    /** A Boolean. */
    record Flag(boolean value) implements BareItem {
        @Override
        public String text() {
            return value ? "?1" : "?0";
        }
    }

    /** A Token. */
    record Token(String value) implements BareItem {
        public Token {
            if (!Grammar.isToken(value)) {
                throw new IllegalArgumentException("no token");
            }
        }

        @Override
        public String text() {
            return value;
        }
    }

    /** A Byte Sequence, kept in its one spelling in base64. */
    record Binary(String base64) implements BareItem {
        public Binary {
            if (Grammar.decodeBase64(base64) == null) {
                throw new IllegalArgumentException("no canonical base64");
            }
        }

        static Binary of(byte[] bytes) {
            return new Binary(Base64.getEncoder().encodeToString(bytes));
        }

        @Override
        public String text() {
            return ":" + base64 + ":";
        }
    }
}
