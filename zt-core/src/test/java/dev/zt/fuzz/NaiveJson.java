package dev.zt.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reader of JSON, by the letter of RFC 8259 and the limits that zt states for itself. It shares no code with the
 * first one: not even Jackson's tokenizer. Members and elements are texts, numbers as {@link Numeral}, {@code true} and
 * {@code false}, {@link #NOTHING}, lists and maps.
 */
public final class NaiveJson {
    /** What {@code null} is read as. */
    public static final Object NOTHING = new Object();

    /** A number as it is written. */
    public record Numeral(String text) {}

    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME = 256;
    private static final int MAX_NUMBER = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][-+]?[0-9]++)?");
    // RFC 8259 §8.2 leaves it to the reader.
    private static final Pattern HALF_A_PAIR = Pattern.compile("[\\x{D800}-\\x{DFFF}]");
    private static final Pattern TEXT =
            Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1F]|\\\\(?:[\"\\\\/bfnrt]|u[0-9A-Fa-f]{4}))*+)\"");

    private final String text;
    private int at;

    private NaiveJson(String text) {
        this.text = text;
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The object that is all of these bytes. */
    public static Optional<Map<String, Object>> object(byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            NaiveJson reader = new NaiveJson(text);
            // Where zt's reader begins at once; behind the object there may be blanks.
            if (!text.startsWith("{")) {
                return Optional.empty();
            }
            Map<String, Object> read = reader.members(1);
            reader.skipBlanks();
            return reader.at == text.length() ? Optional.of(read) : Optional.empty();
        } catch (CharacterCodingException | Refused e) {
            return Optional.empty();
        }
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        skipBlanks();
        while (!takes('}')) {
            if (!members.isEmpty()) {
                expect(',');
                skipBlanks();
            }
            int begin = at + 1;
            String name = string();
            int raw = text.substring(begin, at - 1).getBytes(StandardCharsets.UTF_8).length;
            check(raw <= MAX_NAME);
            skipBlanks();
            expect(':');
            check(members.put(name, value(depth)) == null);
            skipBlanks();
        }
        return members;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        expect('[');
        skipBlanks();
        while (!takes(']')) {
            if (!elements.isEmpty()) {
                expect(',');
            }
            elements.add(value(depth));
            skipBlanks();
        }
        return elements;
    }

    private Object value(int depth) {
        skipBlanks();
        if (text.startsWith("{", at) || text.startsWith("[", at)) {
            check(depth < MAX_DEPTH);
            return text.charAt(at) == '{' ? members(depth + 1) : elements(depth + 1);
        }
        if (text.startsWith("\"", at)) {
            return string();
        }
        for (Map.Entry<String, Object> word :
                Map.of("true", true, "false", false, "null", NOTHING).entrySet()) {
            if (text.startsWith(word.getKey(), at)) {
                at += word.getKey().length();
                return word.getValue();
            }
        }
        Numeral number = new Numeral(next(NUMBER).group());
        check(number.text().length() <= MAX_NUMBER);
        return number;
    }

    private String string() {
        String raw = next(TEXT).group(1);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            if (escape == 'u') {
                plain.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                int plainAt = "bfnrt".indexOf(escape);
                plain.append(plainAt < 0 ? escape : "\b\f\n\r\t".charAt(plainAt));
            }
        }
        check(!HALF_A_PAIR.matcher(plain).find());
        return plain.toString();
    }

    private Matcher next(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        check(matcher.lookingAt());
        at = matcher.end();
        return matcher;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean takes(char c) {
        boolean there = text.startsWith(String.valueOf(c), at);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        check(takes(c));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new Refused();
        }
    }
}
