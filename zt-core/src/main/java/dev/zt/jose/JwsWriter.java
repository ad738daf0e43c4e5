package dev.zt.jose;

import java.nio.charset.StandardCharsets;

/** Writes signed tokens that share a header, which is encoded once. Immutable. */
public final class JwsWriter {
    private final byte[] headerAndDot;

    /** A writer for a header given as JSON text. */
    public JwsWriter(String headerJson) {
        String encoded = Base64Url.encode(headerJson.getBytes(StandardCharsets.UTF_8));
        this.headerAndDot = (encoded + ".").getBytes(StandardCharsets.US_ASCII);
    }

    /** The compact serialization of a payload under this header (RFC 7515 §7.1). */
    public String sign(String payloadJson, SigningKey key) {
        byte[] payload = Base64Url.encodeToBytes(payloadJson.getBytes(StandardCharsets.UTF_8));
        byte[] signed = new byte[headerAndDot.length + payload.length];
        System.arraycopy(headerAndDot, 0, signed, 0, headerAndDot.length);
        System.arraycopy(payload, 0, signed, headerAndDot.length, payload.length);
        byte[] signature = Base64Url.encodeToBytes(key.sign(signed, signed.length));
        byte[] token = new byte[signed.length + 1 + signature.length];
        System.arraycopy(signed, 0, token, 0, signed.length);
        token[signed.length] = '.';
        System.arraycopy(signature, 0, token, signed.length + 1, signature.length);
        return new String(token, StandardCharsets.ISO_8859_1);
    }
}
