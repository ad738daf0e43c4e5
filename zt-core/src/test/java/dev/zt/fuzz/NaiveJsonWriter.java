package dev.zt.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what {@link NaiveJson} read, in whatever order it now has. */
public final class NaiveJsonWriter {
    private NaiveJsonWriter() {}

    /** The JSON of a value. */
    public static String write(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> write(member.getKey()) + ":" + write(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(NaiveJsonWriter::write).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof NaiveJson.Numeral number) {
            return number.text();
        }
        return value instanceof String text ? quoted(text) : value == NaiveJson.NOTHING ? "null" : value.toString();
    }

    // As short as it can be written: a reader limits names as they are written.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int shortly = "\"\\\b\f\n\r\t".indexOf(c);
            if (shortly >= 0) {
                quoted.append('\\').append("\"\\bfnrt".charAt(shortly));
            } else {
                quoted.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
