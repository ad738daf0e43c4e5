package dev.zt.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The algorithms whose digests are believed: the two that RFC 9530 §5 calls active. */
enum DigestAlgorithm {
    SHA_256("sha-256", "SHA-256", 32),
    SHA_512("sha-512", "SHA-512", 64);

    private final String key;
    private final String platformName;
    private final int length;

    DigestAlgorithm(String key, String platformName, int length) {
        this.key = key;
        this.platformName = platformName;
        this.length = length;
    }

    /** The algorithm of a member of the field; null if it is another, which may say what it likes. */
    static @Nullable DigestAlgorithm ofKey(String key) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.key.equals(key)) {
                return algorithm;
            }
        }
        return null;
    }

    String key() {
        return key;
    }

    int length() {
        return length;
    }

    MessageDigest begin() {
        try {
            return MessageDigest.getInstance(platformName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform has no " + platformName, e);
        }
    }
}
