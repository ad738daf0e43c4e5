package dev.zt.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.jose.Algorithm;
import dev.zt.jose.DerSignature;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.VerificationKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures on certificates: by zt's own engine where that does the algorithm, which is up to thirteen times as
 * fast as the platform, else by the platform. Keys of CAs are made ready once. Safe for concurrent use.
 */
final class LinkSignatures {
    private static final int MOST_KEYS = 256;
    // RFC 5758 §3.2, RFC 8017 appendix C.
    private static final Map<String, Algorithm> ALGORITHMS = Map.of(
            "1.2.840.10045.4.3.2", Algorithm.ES256,
            "1.2.840.10045.4.3.3", Algorithm.ES384,
            "1.2.840.10045.4.3.4", Algorithm.ES512,
            "1.2.840.113549.1.1.11", Algorithm.RS256,
            "1.2.840.113549.1.1.12", Algorithm.RS384,
            "1.2.840.113549.1.1.13", Algorithm.RS512);

    private final SignatureEngine engine;
    private final Cache<KeyUse, Optional<VerificationKey>> keys =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

    private record KeyUse(ByteBuffer key, Algorithm algorithm) {}

    LinkSignatures(SignatureEngine engine) {
        this.engine = engine;
    }

    /** Whether a certificate was signed by a key, which is that of a CA already found to be one. */
    boolean isSignedBy(X509Certificate certificate, PublicKey issuer) {
        try {
            Algorithm algorithm = ALGORITHMS.get(certificate.getSigAlgOID());
            VerificationKey key = algorithm == null ? null : ready(issuer, algorithm);
            if (!CertificateSpelling.isTheOnlyOne(certificate)) {
                return false;
            }
            if (key == null) {
                // Such as a hash that is not the curve's own, or RSASSA-PSS with parameters of its own.
                certificate.verify(issuer);
                return true;
            }
            byte[] signature = DerSignature.toJws(key.algorithm(), certificate.getSignature());
            byte[] text = certificate.getTBSCertificate();
            return signature != null && key.verify(text, text.length, signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private @Nullable VerificationKey ready(PublicKey issuer, Algorithm algorithm) {
        KeyUse use = new KeyUse(ByteBuffer.wrap(issuer.getEncoded()), algorithm);
        return keys.get(
                        use,
                        missing -> Optional.ofNullable(PublicJwk.of(issuer, algorithm))
                                .map(engine::verificationKey))
                .orElse(null);
    }
}
