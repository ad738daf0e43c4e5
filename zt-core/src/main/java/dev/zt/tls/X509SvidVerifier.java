package dev.zt.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks X.509-SVIDs: limits, the rules for a leaf, then a path to a CA of the leaf's own trust domain and no other
 * (X509-SVID §5.2, RFC 5280 §6). Whether an instance was revoked is the status document's business. Safe for concurrent
 * use; never throws for what a peer sent.
 *
 * <p>Remembers which leaves had a path, under the trust epoch of the check; times are read on every call.
 */
public final class X509SvidVerifier {
    static final int MAX_CHAIN = 11;
    static final int MAX_BYTES = 16 << 10;
    private static final int MOST_KNOWN = 4096;

    private final BundleSource bundles;
    private final CertificatePath paths;
    private final InstantSource clock;
    // By identity: a connection shows the same object on every request, and to compare it costs as much as to hash it.
    private final Cache<X509Certificate, Known> known = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(MOST_KNOWN)
            .executor(Runnable::run)
            .build();

    private record Known(PeerCheck.Verified check, Instant from, long epoch) {}

    /** A verifier that believes these bundles. */
    public X509SvidVerifier(BundleSource bundles, SignatureProvider signatures, InstantSource clock) {
        this.bundles = bundles;
        this.paths = new CertificatePath(new LinkSignatures(signatures.engine()));
        this.clock = clock;
    }

    /** Checks a chain, the leaf first and the others in any order. */
    public PeerCheck verify(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return new PeerCheck.Rejected(PeerFault.CHAIN_SIZE);
        }
        X509Certificate leaf = chain.get(0);
        Instant now = clock.instant();
        Known remembered = known.getIfPresent(leaf);
        return remembered != null && stillHolds(remembered, now) ? remembered.check() : verifyAnew(leaf, chain, now);
    }

    private boolean stillHolds(Known remembered, Instant now) {
        return bundles.bundle(remembered.check().id().trustDomain()) instanceof BundleLookup.Found found
                && found.epoch() == remembered.epoch()
                && !now.isBefore(remembered.from())
                && !now.isAfter(remembered.check().until());
    }

    private PeerCheck verifyAnew(X509Certificate leaf, List<X509Certificate> chain, Instant now) {
        if (!isWithinLimits(chain)) {
            return new PeerCheck.Rejected(PeerFault.CHAIN_SIZE);
        }
        PeerFault fault = LeafProfile.fault(leaf);
        Optional<WorkloadId> id = LeafProfile.id(leaf);
        if (fault != null || id.isEmpty()) {
            return new PeerCheck.Rejected(fault == null ? PeerFault.SPIFFE_ID : fault);
        }
        BundleLookup lookup = bundles.bundle(id.get().trustDomain());
        if (lookup instanceof BundleLookup.Unavailable) {
            return new PeerCheck.Unavailable();
        }
        if (!(lookup instanceof BundleLookup.Found found)) {
            return new PeerCheck.Rejected(PeerFault.TRUST_DOMAIN_UNKNOWN);
        }
        return paths.find(leaf, chain.subList(1, chain.size()), found.bundle().x509Authorities(), LeafUse.SVID, now)
                .<PeerCheck>map(path -> remember(leaf, id.get(), path, found.epoch()))
                .orElseGet(() -> new PeerCheck.Rejected(PeerFault.PATH));
    }

    private PeerCheck remember(X509Certificate leaf, WorkloadId id, CertificatePath.Found path, long epoch) {
        String key = LinkProfile.thumbprint(leaf);
        InstanceId instance = LeafProfile.instance(leaf).orElseGet(() -> InstanceId.ofKey(key));
        PeerCheck.Verified check =
                new PeerCheck.Verified(id, instance, key, LinkProfile.thumbprint(path.issuer()), path.until());
        known.put(leaf, new Known(check, path.from(), epoch));
        return check;
    }

    private static boolean isWithinLimits(List<X509Certificate> chain) {
        try {
            int bytes = 0;
            for (X509Certificate certificate : chain) {
                bytes += certificate.getEncoded().length;
            }
            return chain.size() <= MAX_CHAIN && bytes <= MAX_BYTES;
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    /** The same for an array, as TLS hands it over. */
    PeerCheck verify(X509Certificate @Nullable [] chain) {
        return verify(chain == null ? List.of() : Arrays.asList(chain));
    }
}
