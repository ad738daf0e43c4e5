package dev.zt.message;

import dev.zt.jose.Sha256;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code Content-Digest} says of a body (RFC 9530 §2): a digest by SHA-256, by SHA-512, or both, and then both must
 * hold. Digests by other algorithms are read and not believed; a field of nothing else is refused. Immutable.
 */
public final class ContentDigest {
    private static final int MAX_LENGTH = 1024;

    private final Map<DigestAlgorithm, byte[]> digests;

    private ContentDigest(Map<DigestAlgorithm, byte[]> digests) {
        this.digests = digests;
    }

    /** What came of reading the field. Exactly one of the two; switch over it. */
    public sealed interface Reading {
        /** There is a digest to compare with. */
        record Stated(ContentDigest digest) implements Reading {}

        /** There is none that could be believed. */
        record Refused(MessageFault fault) implements Reading {}
    }

    /** Reads the lines of the field; {@link MessageFault#DIGEST_MISSING} if there is none. */
    public static Reading read(List<String> lines) {
        if (lines.isEmpty()) {
            return new Reading.Refused(MessageFault.DIGEST_MISSING);
        }
        if (Dictionary.isLonger(lines, MAX_LENGTH)) {
            return new Reading.Refused(MessageFault.FIELD_TOO_LONG);
        }
        Map<String, byte[]> members = Dictionary.read(lines, (key, cursor) -> ItemReader.bytes(cursor));
        if (members == null) {
            return new Reading.Refused(MessageFault.DIGEST_MALFORMED);
        }
        Map<DigestAlgorithm, byte[]> digests = new EnumMap<>(DigestAlgorithm.class);
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            DigestAlgorithm algorithm = DigestAlgorithm.ofKey(member.getKey());
            if (algorithm != null) {
                if (member.getValue().length != algorithm.length()) {
                    return new Reading.Refused(MessageFault.DIGEST_MALFORMED);
                }
                digests.put(algorithm, member.getValue());
            }
        }
        return digests.isEmpty()
                ? new Reading.Refused(MessageFault.DIGEST_WEAK)
                : new Reading.Stated(new ContentDigest(digests));
    }

    /** The digest of a whole body by SHA-256. */
    public static ContentDigest of(byte[] body) {
        return new ContentDigest(Map.of(DigestAlgorithm.SHA_256, Sha256.of(body)));
    }

    /**
     * A digest by SHA-256 that was computed while the body passed.
     *
     * @throws IllegalArgumentException if it does not have 32 bytes
     */
    public static ContentDigest ofSha256(byte[] digest) {
        if (digest.length != DigestAlgorithm.SHA_256.length()) {
            throw new IllegalArgumentException("SHA-256 has 32 bytes");
        }
        return new ContentDigest(Map.of(DigestAlgorithm.SHA_256, digest.clone()));
    }

    /** The value of the field, such as {@code sha-256=:…:}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            byte[] digest = digests.get(algorithm);
            if (digest != null) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(algorithm.key())
                        .append('=')
                        .append(BareItem.Binary.of(digest).text());
            }
        }
        return text.toString();
    }

    /** Begins to compare a body that comes in parts. */
    public BodyDigest begin() {
        return new BodyDigest(digests);
    }

    @Override
    public String toString() {
        return "ContentDigest" + digests.keySet();
    }
}
