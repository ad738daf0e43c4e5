package dev.zt.enrolment;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.verify.Forge;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes status documents, honest ones and others. */
public final class StatusForge {
    public static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    public static final Instant NOW = Instant.ofEpochSecond(Forge.NOW);

    public final ECKey key;

    public StatusForge() {
        this.key = Forge.newKey();
    }

    public String bundleDocument() {
        return Forge.bundle("key-1", key).replace("]}", "],\"spiffe_sequence\":3}");
    }

    public TrustBundle bundle() {
        byte[] document = bundleDocument().getBytes(StandardCharsets.UTF_8);
        return TrustBundle.read(DOMAIN, "test", document, SignatureProvider.bouncyCastle());
    }

    public static Map<String, String> header(String type, String keyId) {
        return Forge.with(Forge.header(type), "kid", "\"" + keyId + "\"");
    }

    public static Map<String, String> claims(long version) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("trust_domain", "\"shop.example\"");
        claims.put("iat", Long.toString(Forge.NOW));
        claims.put("version", Long.toString(version));
        claims.put("bundle_sequence", "3");
        claims.put("revoked", revoked("\"i-1\"", "\"spiffe://shop.example/billing\"", "\"thumbprint\""));
        return claims;
    }

    public static String revoked(String instances, String workloads, String keys) {
        return "{\"instances\":[" + instances + "],\"workloads\":[" + workloads + "],\"keys\":[" + keys + "]}";
    }

    /** The document that the authority would sign. */
    public String document(long version) {
        return sign(claims(version));
    }

    /** Any claims under the right header and key. */
    public String sign(Map<String, String> claims) {
        return Forge.sign(header("zt-status+jwt", "key-1"), claims, key);
    }
}
