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
import java.util.stream.StreamSupport;

/** One case of x509-limbo, as a peer could present it: its trusted certificates are the bundle, its leaf names a workload. */
final class LimboCase {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final String ORDERS = "spiffe://shop.example/orders";
    private static final Instant UNSTATED = Instant.parse("2026-03-01T12:00:00Z");
    private static final int LONGEST = 5;
    // Some cases have a hundred intermediates of one name, which can be put together in more ways than can be tried.
    private static final int MOST_PATHS = 1000;

    private final JsonNode json;
    private int tried;

    LimboCase(JsonNode json) {
        this.json = json;
    }

    String id() {
        return json.get("id").asText();
    }

    boolean mustPass() {
        return json.get("expected_result").asText().equals("SUCCESS");
    }

    boolean needs(String feature) {
        return StreamSupport.stream(json.get("features").spliterator(), false)
                .anyMatch(needed -> needed.asText().equals(feature));
    }

    /** Whether there is any order in which a peer could send the certificates and be believed. */
    boolean isAccepted() throws Exception {
        TrustBundle bundle = bundle();
        Instant now = time();
        X509SvidVerifier verifier = new X509SvidVerifier(domain -> new BundleLookup.Found(bundle, 1), () -> now);
        String purpose =
                json.get("validation_kind").asText().equals("SERVER") ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
        try {
            X509Certificate leaf = certificate(json.get("peer_certificate"));
            List<X509Certificate> others = new ArrayList<>();
            for (JsonNode pem : json.get("untrusted_intermediates")) {
                others.add(certificate(pem));
            }
            return accepts(verifier, List.of(new NamedCertificate(leaf, ORDERS, purpose)), others);
        } catch (CertificateException e) {
            return false; // Who cannot be read cannot be a peer.
        }
    }

    private boolean accepts(X509SvidVerifier verifier, List<X509Certificate> path, List<X509Certificate> others) {
        tried++;
        if (verifier.verify(path) instanceof PeerCheck.Verified) {
            return true;
        }
        X509Certificate last = path.get(path.size() - 1);
        for (X509Certificate other : others) {
            if (path.size() < LONGEST
                    && tried < MOST_PATHS
                    && !path.contains(other)
                    && other.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                List<X509Certificate> longer = new ArrayList<>(path);
                longer.add(other);
                if (accepts(verifier, longer, others)) {
                    return true;
                }
            }
        }
        return false;
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
