package dev.zt.jose;

/** SHA-256, for thumbprints and names of texts. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of all bytes. */
    public static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The digest of the first {@code length} bytes. */
    public static byte[] of(byte[] bytes, int length) {
        return Hash.of("SHA-256", bytes, length);
    }
}
