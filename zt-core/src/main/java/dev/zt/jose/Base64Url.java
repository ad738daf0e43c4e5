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
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

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
        if (!hasOnlyDigits(text)) {
            return null;
        }
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return decodeDigits(ascii, 0, ascii.length);
    }

    /** Whether every character is one of the alphabet. */
    static boolean hasOnlyDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F || VALUES[c] < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(byte ascii) {
        return ascii >= 0 && VALUES[ascii] >= 0;
    }

    // The caller has made sure that every byte is a digit. Plain code on purpose: the JDK's decoder needs a tenth of
    // the
    // time, but its 512-bit instructions slow the processor down for the signature check that follows, by more.
    static byte @Nullable [] decodeDigits(byte[] ascii, int from, int to) {
        int left = (to - from) % 4;
        if (left == 1) {
            return null;
        }
        byte[] octets = new byte[(to - from) / 4 * 3 + Math.max(0, left - 1)];
        int whole = to - left;
        int at = 0;
        for (int i = from; i < whole; i += 4) {
            int bits = VALUES[ascii[i]] << 18
                    | VALUES[ascii[i + 1]] << 12
                    | VALUES[ascii[i + 2]] << 6
                    | VALUES[ascii[i + 3]];
            octets[at] = (byte) (bits >> 16);
            octets[at + 1] = (byte) (bits >> 8);
            octets[at + 2] = (byte) bits;
            at += 3;
        }
        if (left == 0) {
            return octets;
        }
        int bits = VALUES[ascii[whole]] << 10 | VALUES[ascii[whole + 1]] << 4;
        octets[at] = (byte) (bits >> 8);
        if (left == 3) {
            bits |= VALUES[ascii[whole + 2]] >> 2;
            octets[at + 1] = (byte) bits;
        }
        int unused = left == 2 ? bits & 0xFF : VALUES[ascii[whole + 2]] & 0x03;
        return unused == 0 ? octets : null;
    }
}
