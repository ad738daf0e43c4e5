package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Makes values of places in JSON that {@link JsonScanner} has found sound. Stateless. */
final class JsonValue {
    private static final String ESCAPES = "bfnrt";
    private static final String ESCAPED = "\b\f\n\r\t";
    private static final Object NULL = new Object();
    private static final Object OTHER_NUMBER = new Object();

    private JsonValue() {}

    /**
     * A value: texts, whole numbers, truths, objects and lists as Java has them; {@code null} and other numbers as objects that
     * are equal to nothing else.
     */
    static Object of(byte[] utf8, JsonKind kind, int from, int to, boolean plain) {
        return switch (kind) {
            case STRING -> text(utf8, from, to, plain);
            case WHOLE_NUMBER -> wholeNumber(utf8, from, to);
            case OTHER_NUMBER -> OTHER_NUMBER;
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> NULL;
            case OBJECT -> Objects.requireNonNull(JsonScanner.object(utf8, from, to));
            case ARRAY -> JsonScanner.elements(utf8, from, to);
        };
    }

    /**
     * The text between two quotation marks.
     *
     * @param plain whether it is ASCII without escapes
     */
    static String text(byte[] utf8, int from, int to, boolean plain) {
        if (plain) {
            return new String(utf8, from, to - from, StandardCharsets.ISO_8859_1);
        }
        String written = new String(utf8, from, to - from, StandardCharsets.UTF_8);
        return written.indexOf('\\') < 0 ? written : unescaped(written);
    }

    private static String unescaped(String written) {
        StringBuilder text = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = written.charAt(++i);
            if (escape == 'u') {
                text.append((char) Integer.parseInt(written, i + 1, i + 5, 16));
                i += 4;
            } else {
                int control = ESCAPES.indexOf(escape);
                text.append(control < 0 ? escape : ESCAPED.charAt(control));
            }
        }
        return text.toString();
    }

    static long wholeNumber(byte[] utf8, int from, int to) {
        boolean negative = utf8[from] == '-';
        long number = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            number = 10 * number + (utf8[i] - '0');
        }
        return negative ? -number : number;
    }
}
