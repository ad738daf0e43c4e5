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

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c >= 0x20 && c < 0x7F && c != '"' && c != '\\'
                        ? String.valueOf((char) c)
                        : "\\u%04x".formatted(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
