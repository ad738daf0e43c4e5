package dev.zt.jose;

/**
 * Escapes in JSON texts (RFC 8259 §7). Half a surrogate pair is none: no text in UTF-8 can say it, so whoever passes it on would
 * change it (§8.2). Stateless.
 */
final class JsonEscape {
    private static final int SHORT = 2;
    private static final int LONG = 6;
    private static final int PAIR = 12;

    private JsonEscape() {}

    /** How many octets the escape has that begins with a backslash at this place; 0 if none does. */
    static int length(byte[] utf8, int at, int end) {
        if (end - at < SHORT || utf8[at] != '\\') {
            return 0;
        }
        return switch (utf8[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> SHORT;
            case 'u' -> unicode(utf8, at, end);
            default -> 0;
        };
    }

    private static int unicode(byte[] utf8, int at, int end) {
        int unit = unit(utf8, at, end);
        if (unit < 0 || Character.isLowSurrogate((char) unit)) {
            return 0;
        }
        if (!Character.isHighSurrogate((char) unit)) {
            return LONG;
        }
        int second = unit(utf8, at + LONG, end);
        return second >= 0 && Character.isLowSurrogate((char) second) ? PAIR : 0;
    }

    /** The UTF-16 unit of an escape such as {@code \\u00e9}; -1 if there is none. */
    private static int unit(byte[] utf8, int at, int end) {
        if (end - at < LONG || utf8[at] != '\\' || utf8[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + SHORT; i < at + LONG; i++) {
            int digit = Character.digit(utf8[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
