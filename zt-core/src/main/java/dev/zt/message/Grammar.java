package dev.zt.message;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Classes of characters, and the spellings that have only one form (RFC 9651 §3, RFC 9110 §5.6.2). */
final class Grammar {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private Grammar() {}

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isLetter(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    /** A character of a method or of a field's name. */
    static boolean isTokenSign(int c) {
        return isLetter(c) || isDigit(c) || TOKEN_SIGNS.indexOf(c) >= 0;
    }

    /** A character of a String that stands for itself (RFC 9651 §3.3.3). */
    static boolean isUnescaped(int c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    static boolean startsKey(int c) {
        return isLower(c) || c == '*';
    }

    static boolean continuesKey(int c) {
        return startsKey(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
    }

    static boolean startsToken(int c) {
        return isLetter(c) || c == '*';
    }

    static boolean continuesToken(int c) {
        return isTokenSign(c) || c == ':' || c == '/';
    }

    static boolean isKey(String text) {
        boolean key = !text.isEmpty() && startsKey(text.charAt(0));
        for (int i = 1; key && i < text.length(); i++) {
            key = continuesKey(text.charAt(i));
        }
        return key;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && startsToken(text.charAt(0)) && text.chars().allMatch(Grammar::continuesToken);
    }

    static boolean isMethod(String text) {
        boolean method = !text.isEmpty();
        for (int i = 0; method && i < text.length(); i++) {
            method = isTokenSign(text.charAt(i));
        }
        return method;
    }

    /** Whether it is a field's name as signatures spell it, which is in lower case (RFC 9421 §2.1). */
    static boolean isFieldName(String text) {
        boolean name = !text.isEmpty();
        for (int i = 0; name && i < text.length(); i++) {
            char c = text.charAt(i);
            name = isTokenSign(c) && !(c >= 'A' && c <= 'Z');
        }
        return name;
    }

    static boolean isPrintable(String text) {
        return isVisible(text, "", ' ');
    }

    /** Whether every character is visible ASCII, and none of these. */
    static boolean isVisible(String text, String without) {
        return isVisible(text, without, '!');
    }

    // A loop and no stream, here and above: each request has a hundred such texts.
    private static boolean isVisible(String text, String without, char least) {
        boolean visible = true;
        for (int i = 0; visible && i < text.length(); i++) {
            char c = text.charAt(i);
            visible = c >= least && c <= '~' && without.indexOf(c) < 0;
        }
        return visible;
    }

    /** ASCII letters alone: by Unicode the Kelvin sign would become a plain k, and pass for one. */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    /** A String in its quotes; the text is printable. */
    static String quote(String text) {
        boolean plain = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
        return '"' + (plain ? text : text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /**
     * The bytes of base64 with its padding. Null for every other spelling of the same bytes, which the JDK's decoder
     * forgives: missing padding, and bits set behind the last byte.
     */
    static byte @Nullable [] decodeBase64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
