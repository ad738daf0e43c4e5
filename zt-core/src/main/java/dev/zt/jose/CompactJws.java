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
    private final int length;
    private final int signedLength;
    private final JoseHeader header;
    private final byte[] decoded;
    private final int payloadFrom;
    private final int payloadTo;
    private final byte[] signature;

    private CompactJws(
            byte[] ascii,
            int length,
            int signedLength,
            JoseHeader header,
            byte[] decoded,
            int payloadFrom,
            int payloadTo,
            byte[] signature) {
        this.ascii = ascii;
        this.length = length;
        this.signedLength = signedLength;
        this.header = header;
        this.decoded = decoded;
        this.payloadFrom = payloadFrom;
        this.payloadTo = payloadTo;
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
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        return split(ascii, ascii.length, new byte[Base64Url.decodedLength(ascii.length)]);
    }

    /**
     * Cuts a token that stands in an array, and decodes it into another one. For callers that use their arrays again: both
     * belong to the token, and to what is read of it, for as long as one of these is in use.
     *
     * @param length how many octets the token has, from the first one on
     * @param decoded at least three quarters as long
     * @return null if it is not exactly a compact JWS
     */
    public static @Nullable CompactJws split(byte[] ascii, int length, byte[] decoded) {
        // From both ends, since the payload is the longest; a third dot lies between these two and is no digit.
        int first = 0;
        while (first < length && ascii[first] != '.') {
            first++;
        }
        int second = length - 1;
        while (second > first && ascii[second] != '.') {
            second--;
        }
        if (first == 0 || second <= first || second == length - 1) {
            return null;
        }
        int headerTo = Base64Url.decode(ascii, 0, first, decoded, 0);
        JoseHeader header = headerTo < 0 ? null : JoseHeader.read(decoded, 0, headerTo);
        byte[] signature = header == null ? null : Base64Url.decode(ascii, second + 1, length);
        if (header == null || signature == null) {
            return null;
        }
        int payloadTo = Base64Url.decode(ascii, first + 1, second, decoded, headerTo);
        return payloadTo < 0
                ? null
                : new CompactJws(ascii, length, second, header, decoded, headerTo, payloadTo, signature);
    }

    /** The header. It is as untrusted as everything else here. */
    public JoseHeader header() {
        return header;
    }

    /** The payload as a JSON object, unchecked; null if it is not one. */
    public @Nullable JsonObject payload() {
        return JsonScanner.object(decoded, payloadFrom, payloadTo);
    }

    /** The SHA-256 of the whole token's text. */
    public byte[] textDigest() {
        return Sha256.of(ascii, length);
    }

    /** Whether the signature is this key's over this token. */
    public boolean isSignedBy(VerificationKey key) {
        return key.verify(ascii, signedLength, signature);
    }
}
