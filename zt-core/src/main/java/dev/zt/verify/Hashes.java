package dev.zt.verify;

import dev.zt.jose.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Compares presented hashes with computed ones, in constant time. */
final class Hashes {
    private Hashes() {}

    /** Whether two hashes in base64url are the same. */
    static boolean equal(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether text is this digest in base64url. */
    static boolean matches(Optional<String> presented, byte[] digest) {
        byte[] expected = Base64Url.encodeToBytes(digest);
        return presented.isPresent()
                && MessageDigest.isEqual(presented.get().getBytes(StandardCharsets.UTF_8), expected);
    }
}
