package dev.zt.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text under construction, of which no part that somebody else wrote breaks a line or leaves ASCII. */
final class AsciiLines {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final int USUAL_LENGTH = 2048;

    private byte[] bytes = new byte[USUAL_LENGTH];
    private int length;

    /** Adds a text; false if it holds anything but visible ASCII, spaces and tabs. */
    boolean add(String text) {
        byte[] added = text.getBytes(StandardCharsets.UTF_8);
        int from = length;
        length += added.length;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length));
        }
        System.arraycopy(added, 0, bytes, from, added.length);
        return isOneLine(from);
    }

    void endLine() {
        add("\t");
        bytes[length - 1] = '\n';
    }

    // Eight at a time: an identity token has a thousand, and each request has one.
    private boolean isOneLine(int from) {
        int at = from;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            long deletes = word ^ (0x7F * ONES);
            long below = (word - 0x20 * ONES) & ~word;
            long equal = (deletes - ONES) & ~deletes;
            if (((word | below | equal) & HIGH) != 0 && !isOneLine(at, at + Long.BYTES)) {
                return false;
            }
        }
        return isOneLine(at, length);
    }

    private boolean isOneLine(int from, int to) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] < ' ' || bytes[i] > '~') && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
