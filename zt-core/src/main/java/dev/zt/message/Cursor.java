package dev.zt.message;

/** A place in one line of a structured field, which only moves forward. Not thread safe. */
final class Cursor {
    /** What stands behind the last character; no character at all. */
    static final int END = -1;

    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    int place() {
        return at;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    int peek() {
        return isAtEnd() ? END : text.charAt(at);
    }

    int next() {
        return isAtEnd() ? END : text.charAt(at++);
    }

    boolean take(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes spaces, and says whether there was one. */
    boolean skipSpaces() {
        int start = at;
        while (peek() == ' ') {
            at++;
        }
        return at > start;
    }

    /** Passes spaces and tabs, which may stand around the commas of a list and nowhere else. */
    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** The text from a place up to here. */
    String since(int start) {
        return text.substring(start, at);
    }
}
