package dev.zt.fuzz;

import java.util.List;

/**
 * Changes a text as the fuzzer says, four of its characters for each change: what to do, where in two of them, and with
 * what. A message that bytes make up is hardly ever one that could be accepted; one that is changed in a few places may be.
 */
public final class Edits {
    private static final List<String> TELLING = List.of(
            " ", "\t", "\n", "\r", "/", "//", "/.", "%2F", "?", "#", "&", ", ", ";", "\"", "\\", ":", "=", "\n:");

    // Each change can repeat what the ones before made.
    private static final int MAX_LENGTH = 1 << 14;

    private Edits() {}

    public static String apply(String edits, String text) {
        StringBuilder edited = new StringBuilder(text);
        for (int i = 0; i + 3 < edits.length() && !edited.isEmpty() && edited.length() < MAX_LENGTH; i += 4) {
            int place = (edits.charAt(i + 1) << 8 | edits.charAt(i + 2)) % edited.length();
            apply(edited, edits.charAt(i), place, edits.charAt(i + 3));
        }
        return edited.toString();
    }

    private static void apply(StringBuilder text, char what, int place, char with) {
        switch (what % 7) {
            case 0 -> text.setCharAt(place, with);
            case 1 -> text.insert(place, with);
            case 2 -> text.deleteCharAt(place);
            case 3 -> text.insert(place, text.charAt(place));
            case 4 -> text.setCharAt(place, (char) (text.charAt(place) ^ 0x20));
            case 5 -> text.insert(place, TELLING.get(with % TELLING.size()));
            default -> repeatLine(text, place);
        }
    }

    private static void repeatLine(StringBuilder text, int place) {
        int start = text.lastIndexOf("\n", place - 1) + 1;
        int end = text.indexOf("\n", place);
        text.append('\n').append(text.substring(start, end < 0 ? text.length() : end));
    }
}
