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
 * platform's own validation of the path, which asks less. Every leaf is another one and read anew for each chunk, because
 * the platform remembers signatures that it has checked.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class MeetLeaf {
    private static final int LEAVES = 192;
    private static final int REFERENCES = 24;

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Peers peers;
    private X509SvidVerifier verifier;
    private VerificationKey authorityKey;
    private final List<byte[]> leaves = new ArrayList<>();
    private final List<SignedCertificate> signed = new ArrayList<>();

    /** Issues all leaves. */
    @Setup
    public void issue() {
        peers = new Peers(engine.signatures());
        verifier = new X509SvidVerifier(peers::bundle, engine.signatures(), InstantSource.system());
        authorityKey = peers.authorityKey();
        for (int i = 0; i < LEAVES; i++) {
            byte[] leaf = peers.newLeaf(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/caller-" + i));
            leaves.add(leaf);
            signed.add(peers.signed(leaf));
        }
    }

    /** The library's chunk between the two others. */
    @Benchmark
    public void measure(Costs costs) {
        List<X509Certificate> met = read(LEAVES);
        List<X509Certificate> metByPlatform = read(REFERENCES);
        costs.begin();
        costs.raw = Chunk.microsEach(LEAVES, this::check);
        costs.library = Chunk.microsEach(LEAVES, () -> meet(met));
        costs.reference = Chunk.microsEach(REFERENCES, () -> meetByPlatform(metByPlatform));
        costs.end();
    }

    private List<X509Certificate> read(int count) {
        return leaves.stream().limit(count).map(Peers::read).toList();
    }

    private int check() {
        int valid = 0;
        for (SignedCertificate certificate : signed) {
            valid += certificate.isSignedBy(authorityKey) ? 1 : 0;
        }
        return valid;
    }

    private int meet(List<X509Certificate> met) {
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
