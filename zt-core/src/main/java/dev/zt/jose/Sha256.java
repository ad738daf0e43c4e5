package dev.zt.jose;

import java.security.MessageDigest;

/** SHA-256, for thumbprints and names of texts. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of all bytes. */
    public static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** A digest of nothing yet. */
    public static MessageDigest begin() {
        return Hash.begin("SHA-256");
    }

    /** The digest of the first {@code length} bytes. */
    public static byte[] of(byte[] bytes, int length) {
        return Hash.of("SHA-256", bytes, length);
    }
}
