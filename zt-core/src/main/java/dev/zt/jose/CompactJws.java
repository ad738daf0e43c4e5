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
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        int first = -1;
        int second = -1;
        for (int i = 0; i < ascii.length; i++) {
            if (ascii[i] == '.') {
                if (second >= 0) {
                    return null;
                }
                second = first >= 0 ? i : second;
                first = first >= 0 ? first : i;
            } else if (!Base64Url.isDigit(ascii[i])) {
                return null;
            }
        }
        // Characters above U+00FF become '?', which is no digit of the alphabet and so was refused above.
        return first < 1 || second < 0 || second == ascii.length - 1 ? null : decode(ascii, first, second);
    }

    private static @Nullable CompactJws decode(byte[] ascii, int first, int second) {
        byte[] header = Base64Url.decodeDigits(ascii, 0, first);
        byte[] payload = Base64Url.decodeDigits(ascii, first + 1, second);
        byte[] signature = Base64Url.decodeDigits(ascii, second + 1, ascii.length);
        if (header == null || payload == null || signature == null) {
            return null;
        }
        JoseHeader read = JoseHeader.read(header);
        return read == null ? null : new CompactJws(ascii, second, read, payload, signature);
    }

    /** The header. It is as untrusted as everything else here. */
    public JoseHeader header() {
        return header;
    }

    /** The payload as a JSON object, unchecked; null if it is not one. */
    public @Nullable JsonObject payload() {
        return Json.object(payload);
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
