package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The RFC 7638 thumbprint with SHA-256, in base64url: of the required members in lexicographic order, whose names and
 * values need no escape in JSON.
 */
final class Thumbprint {
    private final StringBuilder canonical = new StringBuilder(160);

    static String of(Map<String, String> members) {
        Thumbprint thumbprint = new Thumbprint();
        members.forEach(thumbprint::add);
        return thumbprint.text();
    }

    void add(String name, String value) {
        canonical.append(canonical.length() == 0 ? "{\"" : ",\"").append(name);
        canonical.append("\":\"").append(value).append('"');
    }

    String text() {
        byte[] json = canonical.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        return Base64Url.encode(Sha256.of(json));
    }
}
