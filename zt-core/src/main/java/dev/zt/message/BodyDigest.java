package dev.zt.message;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;

/** Compares a body with its stated digests while it passes. For one body and one thread at a time; keeps none of it. */
public final class BodyDigest {
    private final Map<DigestAlgorithm, byte[]> stated;
    private final Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);
    private boolean ended;

    BodyDigest(Map<DigestAlgorithm, byte[]> stated) {
        this.stated = stated;
        for (DigestAlgorithm algorithm : stated.keySet()) {
            running.put(algorithm, algorithm.begin());
        }
    }

    /**
     * Takes in the next part.
     *
     * @throws IllegalStateException after {@link #matches()}
     */
    public void update(byte[] bytes, int offset, int length) {
        requireOpen();
        for (MessageDigest digest : running.values()) {
            digest.update(bytes, offset, length);
        }
    }

    /** The same with what is left in a buffer, whose position stays where it is. */
    public void update(ByteBuffer part) {
        requireOpen();
        for (MessageDigest digest : running.values()) {
            digest.update(part.duplicate());
        }
    }

    /**
     * Ends the body: whether every stated digest is its own, in a time that does not tell where they differ.
     *
     * @throws IllegalStateException if it was asked before
     */
    public boolean matches() {
        requireOpen();
        ended = true;
        boolean matches = true;
        for (Map.Entry<DigestAlgorithm, MessageDigest> entry : running.entrySet()) {
            matches &= MessageDigest.isEqual(entry.getValue().digest(), stated.get(entry.getKey()));
        }
        return matches;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("this body has ended");
        }
    }
}
