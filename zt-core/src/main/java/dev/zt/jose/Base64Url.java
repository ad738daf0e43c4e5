package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding, where every value has exactly one spelling (RFC 4648 §3.5, §5).
 *
 * <p>The JDK's decoder does the work; what it forgives (padding, set bits behind the last byte) is refused first.
 */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
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

    // The caller has made sure that every byte is a digit.
    static byte @Nullable [] decodeDigits(byte[] ascii, int from, int to) {
        int left = (to - from) % 4;
        if (left == 1) {
            return null;
        }
        int unusedBits = left == 2 ? 0x0F : left == 3 ? 0x03 : 0;
        if (unusedBits != 0 && (VALUES[ascii[to - 1]] & unusedBits) != 0) {
            return null;
        }
        return DECODER.decode(Arrays.copyOfRange(ascii, from, to));
    }
}
