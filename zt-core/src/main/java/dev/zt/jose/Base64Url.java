package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding, where every value has exactly one spelling (RFC 4648 §3.5, §5).
 *
 * <p>What the JDK's decoder forgives (padding, set bits behind the last byte) is refused.
 */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int NO_DIGIT = -1;
    // The value of a character at each of the four places of a group; a character that is no digit makes it negative.
    private static final int[][] VALUES = new int[4][256];

    static {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int place = 0; place < VALUES.length; place++) {
            Arrays.fill(VALUES[place], NO_DIGIT);
            for (int i = 0; i < alphabet.length(); i++) {
                VALUES[place][alphabet.charAt(i)] = i << (18 - 6 * place);
            }
        }
    }

    private static final int[] FIRST = VALUES[0];
    private static final int[] SECOND = VALUES[1];
    private static final int[] THIRD = VALUES[2];
    private static final int[] FOURTH = VALUES[3];

    private Base64Url() {}

    /** Encodes without padding. */
    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Encodes without padding into ASCII bytes. */
    public static byte[] encodeToBytes(byte[] bytes) {
        return ENCODER.encode(bytes);
    }

    /** Decodes the one spelling of a value; null for anything else. */
    public static byte @Nullable [] decode(String text) {
        // A character above U+00FF becomes '?', which is no digit.
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return decode(ascii, 0, ascii.length);
    }

    /** The same for a part of a text. */
    static byte @Nullable [] decode(byte[] ascii, int from, int to) {
        byte[] octets = new byte[decodedLength(to - from)];
        return decode(ascii, from, to, octets, 0) < 0 ? null : octets;
    }

    /** How many octets so many digits stand for. */
    static int decodedLength(int digits) {
        return digits / 4 * 3 + Math.max(0, digits % 4 - 1);
    }

    /** Whether every character is one of the alphabet. */
    static boolean hasOnlyDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F || FOURTH[c] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decodes into an array.
     *
     * @return where the octets end there; -1 if this is not the one spelling of any
     */
    // Plain code on purpose: the JDK's decoder needs a tenth of the time, but its 512-bit instructions slow the
    // processor
    // down for the signature check that follows, by more.
    static int decode(byte[] ascii, int from, int to, byte[] into, int begin) {
        int left = (to - from) % 4;
        int whole = to - left;
        int at = begin;
        for (int i = from; i < whole; i += 4) {
            int bits = FIRST[ascii[i] & 0xFF]
                    | SECOND[ascii[i + 1] & 0xFF]
                    | THIRD[ascii[i + 2] & 0xFF]
                    | FOURTH[ascii[i + 3] & 0xFF];
            if (bits < 0) {
                return -1;
            }
            into[at] = (byte) (bits >> 16);
            into[at + 1] = (byte) (bits >> 8);
            into[at + 2] = (byte) bits;
            at += 3;
        }
        return left == 0 ? at : decodeRest(ascii, whole, left, into, at);
    }

    private static int decodeRest(byte[] ascii, int from, int left, byte[] into, int at) {
        if (left == 1) {
            return -1;
        }
        int bits = FIRST[ascii[from] & 0xFF] | SECOND[ascii[from + 1] & 0xFF];
        into[at] = (byte) (bits >> 16);
        if (left == 2) {
            return bits >= 0 && (bits & 0xFFFF) == 0 ? at + 1 : -1;
        }
        bits |= THIRD[ascii[from + 2] & 0xFF];
        into[at + 1] = (byte) (bits >> 8);
        return bits >= 0 && (bits & 0xFF) == 0 ? at + 2 : -1;
    }
}
