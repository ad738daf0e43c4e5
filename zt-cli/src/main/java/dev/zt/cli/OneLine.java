package dev.zt.cli;

/** Text that others had a hand in, for a terminal. */
final class OneLine {
    private OneLine() {}

    /** The text with a question mark for whatever moves the cursor, ends the line, or turns the reading direction. */
    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
