package dev.zt.jose;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Unsigned big-endian integers, as JOSE writes them: of a fixed length or without leading zeros (RFC 7518 §2). */
final class UnsignedIntegers {
    private UnsignedIntegers() {}

    /** The bytes of a number that is known to fit. */
    static byte[] fixed(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        int skipped = signed[0] == 0 ? 1 : 0;
        byte[] fixed = new byte[length];
        int digits = signed.length - skipped;
        System.arraycopy(signed, skipped, fixed, length - digits, digits);
        return fixed;
    }

    /** The shortest bytes of a positive number. */
    static byte[] shortest(BigInteger number) {
        return fixed(number, (number.bitLength() + 7) / 8);
    }

    /** Reads a member without leading zero octets (RFC 7518 §6.3.1.1); null if it is none of at most this length. */
    static @Nullable BigInteger shortest(JsonObject jwk, String name, int maxBytes) {
        String text = jwk.string(name).orElse("");
        byte[] bytes = text.length() > 2 * maxBytes ? null : Base64Url.decode(text);
        return bytes != null && bytes.length > 0 && bytes.length <= maxBytes && bytes[0] != 0
                ? new BigInteger(1, bytes)
                : null;
    }

    /** Reads a member of exactly this length (RFC 7518 §6.2.1.2); null if it is none. */
    static byte @Nullable [] fixed(JsonObject jwk, String name, int length) {
        String text = jwk.string(name).orElse("");
        byte[] bytes = text.length() > 2 * length ? null : Base64Url.decode(text);
        return bytes != null && bytes.length == length ? bytes : null;
    }

    static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
