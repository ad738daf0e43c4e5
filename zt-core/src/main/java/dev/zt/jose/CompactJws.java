package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JWS in compact serialization, cut but not checked (RFC 7515 §7.1).
 *
 * <p>Three segments of the base64url alphabet with two dots between them, each in its one canonical spelling, with a
 * JSON object as header; only the payload may be empty. White space, padding, a fourth segment and the JSON
 * serialization are not that. Not thread safe to share before it is published; its parts are never handed out for
 * writing.
 */
public final class CompactJws {
    private final byte[] ascii;
    private final int signedLength;
    private final JoseHeader header;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(byte[] ascii, int signedLength, JoseHeader header, byte[] payload, byte[] signature) {
        this.ascii = ascii;
        this.signedLength = signedLength;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * Cuts a token.
     *
     * @param text the token, already known to be within the size limit
     * @return null if it is not exactly a compact JWS
     */
    public static @Nullable CompactJws split(String text) {
        // A character above U+00FF becomes '?', which is no digit of the alphabet.
        return split(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The same of octets that nobody changes any more. */
    public static @Nullable CompactJws split(byte[] ascii) {
        // From both ends, since the payload is the longest; a third dot lies between these two and is no digit.
        int first = 0;
        while (first < ascii.length && ascii[first] != '.') {
            first++;
        }
        int second = ascii.length - 1;
        while (second > first && ascii[second] != '.') {
            second--;
        }
        return first == 0 || second <= first || second == ascii.length - 1 ? null : decode(ascii, first, second);
    }

    private static @Nullable CompactJws decode(byte[] ascii, int first, int second) {
        byte[] header = Base64Url.decode(ascii, 0, first);
        JoseHeader read = header == null ? null : JoseHeader.read(header);
        byte[] signature = read == null ? null : Base64Url.decode(ascii, second + 1, ascii.length);
        byte[] payload = signature == null ? null : Base64Url.decode(ascii, first + 1, second);
        return read == null || signature == null || payload == null
                ? null
                : new CompactJws(ascii, second, read, payload, signature);
    }

    /** The header. It is as untrusted as everything else here. */
    public JoseHeader header() {
        return header;
    }

    /** The payload as a JSON object, unchecked; null if it is not one. */
    public @Nullable JsonObject payload() {
        return Json.objectOf(payload);
    }

    /** The SHA-256 of the whole token's text. */
    public byte[] textDigest() {
        return Sha256.of(ascii);
    }

    /** Whether the signature is this key's over this token. */
    public boolean isSignedBy(VerificationKey key) {
        return key.verify(ascii, signedLength, signature);
    }
}
