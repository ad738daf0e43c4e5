package dev.zt.guard;

/** The grammars of what stands in the header fields of answers; in ASCII, though HTTP would allow a little more. */
final class FieldText {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private FieldText() {}

    /** Whether this is the name of a field (RFC 9110 §5.1). */
    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /** Whether this is the value of a field: printable, without a space at either end (RFC 9110 §5.5). */
    static boolean isValue(String text) {
        return !text.isEmpty()
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' '
                && text.chars().allMatch(FieldText::isPrintable);
    }

    /** Whether this stands between quotation marks as it is (RFC 9110 §5.6.4). */
    static boolean isQuotable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isPrintable(c) && c != '"' && c != '\\');
    }

    /** Whether this is one quotable word of a list, as scopes and nonces are (RFC 6749 App. A). */
    static boolean isWord(String text) {
        return isQuotable(text) && text.indexOf(' ') < 0;
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }
}
