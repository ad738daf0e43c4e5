package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.TrustBundle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/**
 * Checks X.509-SVIDs: limits, the rules for a leaf, then a path to a CA of the leaf's own trust domain and no other
 * (X509-SVID §5.2, RFC 5280 §6). Whether an instance was revoked is the status document's business. Safe for concurrent
 * use; never throws for what a peer sent.
 */
public final class X509SvidVerifier {
    private static final int MAX_CHAIN = 5;
    private static final int MAX_BYTES = 16 << 10;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private final BundleSource bundles;
    private final InstantSource clock;

    /** A verifier that believes these bundles. */
    public X509SvidVerifier(BundleSource bundles, InstantSource clock) {
        this.bundles = bundles;
        this.clock = clock;
    }

    /** Checks a chain, the leaf first. */
    public PeerCheck verify(List<X509Certificate> chain) {
        if (!isWithinLimits(chain)) {
            return new PeerCheck.Rejected(PeerFault.CHAIN_SIZE);
        }
        X509Certificate leaf = chain.get(0);
        PeerFault fault = LeafProfile.fault(leaf);
        Optional<WorkloadId> id = LeafProfile.id(leaf);
        if (fault != null || id.isEmpty()) {
            return new PeerCheck.Rejected(fault == null ? PeerFault.SPIFFE_ID : fault);
        }
        if (!chain.stream().allMatch(LeafProfile::isStrong)) {
            return new PeerCheck.Rejected(PeerFault.WEAK_ALGORITHM);
        }
        BundleLookup lookup = bundles.bundle(id.get().trustDomain());
        if (lookup instanceof BundleLookup.Unavailable) {
            return new PeerCheck.Unavailable();
        }
        if (!(lookup instanceof BundleLookup.Found found)) {
            return new PeerCheck.Rejected(PeerFault.TRUST_DOMAIN_UNKNOWN);
        }
        return hasPath(chain, found.bundle())
                ? new PeerCheck.Verified(id.get(), leaf.getNotAfter().toInstant())
                : new PeerCheck.Rejected(PeerFault.PATH);
    }

    private static boolean isWithinLimits(List<X509Certificate> chain) {
        try {
            int bytes = 0;
            for (X509Certificate certificate : chain) {
                bytes += certificate.getEncoded().length;
            }
            return !chain.isEmpty() && chain.size() <= MAX_CHAIN && bytes <= MAX_BYTES;
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    private boolean hasPath(List<X509Certificate> chain, TrustBundle bundle) {
        List<X509Certificate> authorities = bundle.x509Authorities();
        // A peer may send the anchor along; a path does not contain it.
        List<X509Certificate> path =
                chain.stream().filter(link -> !authorities.contains(link)).toList();
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            for (X509Certificate authority : authorities) {
                anchors.add(new TrustAnchor(authority, nameConstraints(authority)));
            }
            if (anchors.isEmpty() || path.isEmpty() || !path.get(0).equals(chain.get(0))) {
                return false;
            }
            PKIXParameters rules = new PKIXParameters(anchors);
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), rules);
            return isValidAnchorNow(path, authorities);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    // RFC 5280 leaves the anchor's own validity to the user. A CA past its end signs nothing that is believed.
    private boolean isValidAnchorNow(List<X509Certificate> path, List<X509Certificate> authorities) {
        Instant now = clock.instant();
        X509Certificate last = path.get(path.size() - 1);
        return authorities.stream()
                .filter(authority -> authority.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                .anyMatch(authority -> !now.isBefore(authority.getNotBefore().toInstant())
                        && !now.isAfter(authority.getNotAfter().toInstant()));
    }

    // The platform looks at an anchor's name constraints only if they are handed over beside it.
    private static byte @Nullable [] nameConstraints(X509Certificate authority) throws IOException {
        byte[] wrapped = authority.getExtensionValue(NAME_CONSTRAINTS);
        return wrapped == null ? null : ASN1OctetString.getInstance(wrapped).getOctets();
    }

    /** The same for an array, as TLS hands it over. */
    PeerCheck verify(X509Certificate @Nullable [] chain) {
        return verify(chain == null ? List.of() : Arrays.asList(chain));
    }
}
