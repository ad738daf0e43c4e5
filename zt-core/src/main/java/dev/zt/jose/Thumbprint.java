package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The RFC 7638 thumbprint with SHA-256, in base64url. */
final class Thumbprint {
    private Thumbprint() {}

    /** Of the required members in lexicographic order, whose names and values need no escape in JSON. */
    static String of(Map<String, String> members) {
        StringBuilder canonical = new StringBuilder(256).append('{');
        for (Map.Entry<String, String> member : members.entrySet()) {
            canonical
                    .append(canonical.length() == 1 ? "\"" : ",\"")
                    .append(member.getKey())
                    .append("\":\"")
                    .append(member.getValue())
                    .append('"');
        }
        byte[] text = canonical.append('}').toString().getBytes(StandardCharsets.US_ASCII);
        return Base64Url.encode(Sha256.of(text));
    }
}
