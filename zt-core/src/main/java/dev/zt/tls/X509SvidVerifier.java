package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.TrustBundle;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
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
        // A peer may send the anchor along; it is the bundle that says where a path ends.
        List<X509Certificate> path =
                chain.stream().filter(link -> !authorities.contains(link)).toList();
        return !path.isEmpty()
                && path.get(0).equals(chain.get(0))
                && authorities.stream().anyMatch(authority -> leadsTo(authority, path));
    }

    private boolean leadsTo(X509Certificate authority, List<X509Certificate> path) {
        X500Principal name = authority.getSubjectX500Principal();
        if (!name.equals(path.get(path.size() - 1).getIssuerX500Principal())
                || !LeafProfile.isStrong(authority.getPublicKey())) {
            return false;
        }
        if (name.equals(authority.getIssuerX500Principal())) {
            // Of an anchor the platform knows name and key alone (RFC 5280 §6.1.1 d). As a link below them the same
            // certificate is held to its dates, its name constraints, its path length and its critical extensions.
            List<X509Certificate> links = new ArrayList<>(path);
            links.add(authority);
            return isValid(links, new TrustAnchor(name, authority.getPublicKey(), null));
        }
        return isUnconstrained(authority, path.size()) && isValid(path, new TrustAnchor(authority, null));
    }

    // A CA that another one signed is no link below itself, so what would go unheard must not be there.
    private boolean isUnconstrained(X509Certificate authority, int pathLength) {
        Instant now = clock.instant();
        return !now.isBefore(authority.getNotBefore().toInstant())
                && !now.isAfter(authority.getNotAfter().toInstant())
                && authority.getBasicConstraints() >= pathLength - 1
                && authority.getExtensionValue(NAME_CONSTRAINTS) == null
                && !authority.hasUnsupportedCriticalExtension();
    }

    private boolean isValid(List<X509Certificate> links, TrustAnchor anchor) {
        try {
            PKIXParameters rules = new PKIXParameters(Set.of(anchor));
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(links), rules);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Unchecked too: the platform has no other answer to name constraints of a kind that it does not support.
            return false;
        }
    }

    /** The same for an array, as TLS hands it over. */
    PeerCheck verify(X509Certificate @Nullable [] chain) {
        return verify(chain == null ? List.of() : Arrays.asList(chain));
    }
}
