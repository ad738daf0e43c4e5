package dev.zt.testkit;

import dev.zt.jose.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that no signing key would make. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A token with a MAC whose secret is something public. */
    static String hmacToken(String header, String payload, String publicText) {
        String input = Base64Url.encode(of(header)) + "." + Base64Url.encode(of(payload));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(of(publicText), "HmacSHA256"));
            return input + "." + Base64Url.encode(mac.doFinal(of(input)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
