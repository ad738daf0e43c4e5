package dev.zt.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP/1.1 response as a load generator needs.
 *
 * @param status the status code
 * @param length the length of head and body
 */
record Response(int status, int length) {
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    /**
     * Reads the response that a buffer holds from its beginning to its position; null while that is not the whole.
     *
     * @throws IllegalStateException if it does not say how long it is, or if more follows
     */
    static @Nullable Response in(ByteBuffer received) {
        int end = indexOf(END, received, received.position());
        if (end < 0) {
            return null;
        }
        int status = number(received, STATUS_AT);
        int field = indexOf(LENGTH, received, end);
        if (field < 0) {
            throw new IllegalStateException("a response with status " + status + " without Content-Length");
        }
        int start = field + LENGTH.length;
        while (received.get(start) == ' ') {
            start++;
        }
        int length = end + END.length + number(received, start);
        if (received.position() > length) {
            throw new IllegalStateException("more than one response to one request");
        }
        return received.position() == length ? new Response(status, length) : null;
    }

    /** Where a text stands, whatever its case; negative if nowhere before {@code end}, at which it may begin. */
    private static int indexOf(byte[] lowerCase, ByteBuffer text, int end) {
        int last = Math.min(end, text.position() - lowerCase.length);
        for (int i = 0; i <= last; i++) {
            int matched = 0;
            while (matched < lowerCase.length && toLowerCase(text.get(i + matched)) == lowerCase[matched]) {
                matched++;
            }
            if (matched == lowerCase.length) {
                return i;
            }
        }
        return -1;
    }

    private static int toLowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private static int number(ByteBuffer text, int start) {
        int number = 0;
        int at = start;
        for (byte digit = text.get(at); digit >= '0' && digit <= '9'; digit = text.get(++at)) {
            number = Math.addExact(Math.multiplyExact(number, 10), digit - '0');
        }
        if (at == start) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "a response with 0x%02x where a number should be", text.get(at)));
        }
        return number;
    }
}
