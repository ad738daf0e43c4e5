package dev.zt.verify;

import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.request.Call;
import dev.zt.tls.PeerCheck;
import dev.zt.tls.X509SvidVerifier;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Checks callers by the certificate that they showed in the TLS handshake (X509-SVID §5), anew for every request: a
 * connection outlives what made it good. Safe for concurrent use.
 */
final class CertificateVerifier {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final VerifierRules rules;
    private final X509SvidVerifier svids;

    CertificateVerifier(VerifierRules rules, BundleSource bundles, SignatureProvider signatures, InstantSource clock) {
        this.rules = rules;
        this.svids = new X509SvidVerifier(bundles, signatures, clock);
    }

    /** The certificates by which the client of a call may be known; empty if there are none, or they say nothing here. */
    List<X509Certificate> shown(Call call) {
        return rules.certificates() == VerifierRules.Certificates.ACCEPT ? call.clientCertificates() : List.of();
    }

    /** Whom certificates prove. */
    VerifyResult verify(List<X509Certificate> shown) {
        PeerCheck check = svids.verify(shown);
        if (check instanceof PeerCheck.Unavailable) {
            return new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, RETRY_AFTER);
        }
        if (check instanceof PeerCheck.Rejected rejected) {
            return new VerifyResult.Rejected(Rejection.of(rejected.fault()), ProofKind.CERTIFICATE);
        }
        PeerCheck.Verified peer = (PeerCheck.Verified) check;
        return new VerifyResult.Verified(new VerifiedCaller(
                peer.id(),
                peer.instance(),
                ProofKind.CERTIFICATE,
                null,
                peer.until(),
                null,
                peer.issuerKey(),
                peer.key(),
                null,
                null,
                shown));
    }

    /**
     * What a caller that proved itself by its request is over a connection with certificates: itself, if they prove the
     * same workload or its token is bound to them; else two callers at once.
     */
    VerifyResult beside(VerifyResult.Verified verified, List<X509Certificate> shown) {
        VerifiedCaller caller = verified.caller();
        if (caller.proofKind() == ProofKind.CERTIFICATE_BOUND) {
            return verified;
        }
        VerifyResult connection = verify(shown);
        if (!(connection instanceof VerifyResult.Verified peer)) {
            return connection;
        }
        return peer.caller().id().equals(caller.id())
                ? verified
                : new VerifyResult.Rejected(Rejection.CREDENTIALS_MIXED, caller.proofKind());
    }
}
