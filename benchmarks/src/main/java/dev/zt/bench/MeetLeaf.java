package dev.zt.bench;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.VerificationKey;
import dev.zt.tls.PeerCheck;
import dev.zt.tls.X509SvidVerifier;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The first sight of an X.509-SVID whose CA is known, beside the one signature check that its chain takes and beside the
 * platform's own validation of the path, which asks less. Each chunk has a new verifier, which has seen one leaf of the CA
 * and none of these. The platform remembers signatures that it has checked, and 750 certificates that it has read, so its
 * leaves go round among more than that.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class MeetLeaf {
    private static final int LEAVES = 192;
    private static final int REFERENCES = 24;
    private static final int MORE_THAN_THE_PLATFORM_KEEPS = 1200;

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Peers peers;
    private VerificationKey authorityKey;
    private int next;
    private final List<byte[]> leaves = new ArrayList<>();
    private final List<SignedCertificate> signed = new ArrayList<>();

    /** Issues all leaves. */
    @Setup
    public void issue() {
        peers = new Peers(engine.signatures());
        authorityKey = peers.authorityKey();
        for (int i = 0; i < MORE_THAN_THE_PLATFORM_KEEPS; i++) {
            leaves.add(peers.newLeaf(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/caller-" + i)));
        }
        leaves.stream().limit(LEAVES).map(peers::signed).forEach(signed::add);
    }

    /** The library's chunk between the two others. */
    @Benchmark
    public void measure(Costs costs) {
        X509SvidVerifier verifier = new X509SvidVerifier(peers::bundle, engine.signatures(), InstantSource.system());
        verifier.verify(List.of(Peers.read(leaves.get(MORE_THAN_THE_PLATFORM_KEEPS - 1))));
        List<X509Certificate> met = read(0, LEAVES);
        List<X509Certificate> metByPlatform = read(next, REFERENCES);
        next = (next + REFERENCES) % (MORE_THAN_THE_PLATFORM_KEEPS - REFERENCES);
        costs.begin();
        costs.raw = Chunk.microsEach(LEAVES, this::check);
        costs.library = Chunk.microsEach(LEAVES, () -> meet(verifier, met));
        costs.reference = Chunk.microsEach(REFERENCES, () -> meetByPlatform(metByPlatform));
        costs.end();
    }

    private List<X509Certificate> read(int from, int count) {
        return leaves.subList(from, from + count).stream().map(Peers::read).toList();
    }

    private int check() {
        int valid = 0;
        for (SignedCertificate certificate : signed) {
            valid += certificate.isSignedBy(authorityKey) ? 1 : 0;
        }
        return valid;
    }

    private static int meet(X509SvidVerifier verifier, List<X509Certificate> met) {
        int known = 0;
        for (X509Certificate leaf : met) {
            known += verifier.verify(List.of(leaf)) instanceof PeerCheck.Verified ? 1 : 0;
        }
        return known;
    }

    private int meetByPlatform(List<X509Certificate> met) {
        int known = 0;
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            PKIXParameters rules = new PKIXParameters(Set.of(new TrustAnchor(peers.authority(), null)));
            rules.setRevocationEnabled(false);
            for (X509Certificate leaf : met) {
                CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(leaf)), rules);
                known++;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return known;
    }
}
