package dev.zt.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of an algorithm by the JDK, whose code uses the processor's own instructions. */
final class Hash {
    private Hash() {}

    /** The digest of the first {@code length} bytes. */
    static byte[] of(Algorithm algorithm, byte[] bytes, int length) {
        return of(algorithm.hash(), bytes, length);
    }

    static byte[] of(String name, byte[] bytes, int length) {
        MessageDigest digest = begin(name);
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    static MessageDigest begin(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform has no " + name, e);
        }
    }
}
