package dev.zt.tls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One case of x509-limbo: its trusted certificates are the anchors, and the peer sends all that it has. */
final class LimboCase {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final String ORDERS = "spiffe://shop.example/orders";
    private static final Instant UNSTATED = Instant.parse("2026-03-01T12:00:00Z");

    private final JsonNode json;

    LimboCase(JsonNode json) {
        this.json = json;
    }

    String id() {
        return json.get("id").asText();
    }

    boolean mustPass() {
        return json.get("expected_result").asText().equals("SUCCESS");
    }

    /** Whether the verifier is to be set to another length of path than its own, which is fixed. */
    boolean choosesDepth() {
        return !json.get("max_chain_depth").isNull();
    }

    /** Whether there is a path for what the case uses the leaf for, whoever it is. */
    boolean hasPath() {
        try {
            LinkSignatures signatures = new LinkSignatures(SIGNATURES.engine());
            JsonNode depth = json.get("max_chain_depth");
            CertificatePath paths =
                    depth.isNull() ? new CertificatePath(signatures) : new CertificatePath(signatures, depth.asInt());
            return paths.find(
                            leaf(),
                            certificates("untrusted_intermediates"),
                            certificates("trusted_certs"),
                            new LeafUse(Set.of(purpose()), false),
                            time())
                    .isPresent();
        } catch (CertificateException e) {
            return false; // Who cannot be read cannot be a peer.
        }
    }

    /** Whether the leaf would be believed as an X.509-SVID if it named a workload. */
    boolean isAccepted() {
        TrustBundle bundle = bundle();
        Instant now = time();
        X509SvidVerifier verifier =
                new X509SvidVerifier(domain -> new BundleLookup.Found(bundle, 1), SIGNATURES, () -> now);
        try {
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(new NamedCertificate(leaf(), ORDERS, purpose()));
            chain.addAll(certificates("untrusted_intermediates"));
            return verifier.verify(chain) instanceof PeerCheck.Verified;
        } catch (CertificateException e) {
            return false;
        }
    }

    private String purpose() {
        return json.get("validation_kind").asText().equals("SERVER") ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
    }

    private X509Certificate leaf() throws CertificateException {
        return certificate(json.get("peer_certificate"));
    }

    private List<X509Certificate> certificates(String member) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (JsonNode pem : json.get(member)) {
            certificates.add(certificate(pem));
        }
        return certificates;
    }

    // Through the document, because what it leaves out is no anchor.
    private TrustBundle bundle() {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (JsonNode pem : json.get("trusted_certs")) {
            String x5c = Base64.getEncoder().encodeToString(der(pem));
            keys.add(Map.of("kty", "EC", "use", "x509-svid", "x5c", List.of(x5c)));
        }
        byte[] document = Json.write(Map.of("keys", keys)).getBytes(StandardCharsets.UTF_8);
        return TrustBundle.read(DOMAIN, "test", document, SIGNATURES);
    }

    private Instant time() {
        JsonNode time = json.get("validation_time");
        return time.isNull() ? UNSTATED : OffsetDateTime.parse(time.asText()).toInstant();
    }

    private static byte[] der(JsonNode pem) {
        return Base64.getMimeDecoder().decode(pem.asText().replaceAll("-----[A-Z ]+-----", ""));
    }

    private static X509Certificate certificate(JsonNode pem) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der(pem)));
    }
}
