package dev.zt.jose;

/** UTF-8 by the letter (RFC 3629 §4): no overlong forms, no surrogates, nothing beyond U+10FFFF. Stateless. */
final class Utf8 {
    private Utf8() {}

    /** How many octets the sequence of several has that begins at a place; 0 if none does. */
    static int sequence(byte[] octets, int at, int end) {
        int first = octets[at] & 0xFF;
        int length = length(first);
        if (length == 0 || length > end - at || !isSecond(first, octets[at + 1] & 0xFF)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((octets[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int length(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static boolean isSecond(int first, int second) {
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= least && second <= most;
    }
}
