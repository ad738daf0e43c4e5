package dev.zt.jose;

import java.security.MessageDigest;
import java.util.function.Consumer;

/** SHA-256, for thumbprints and names of texts. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of all bytes. */
    public static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The digest of whatever is fed to it. */
    public static byte[] of(Consumer<MessageDigest> feed) {
        MessageDigest digest = Hash.begin("SHA-256");
        feed.accept(digest);
        return digest.digest();
    }

    /** The digest of the first {@code length} bytes. */
    public static byte[] of(byte[] bytes, int length) {
        return Hash.of("SHA-256", bytes, length);
    }
}
