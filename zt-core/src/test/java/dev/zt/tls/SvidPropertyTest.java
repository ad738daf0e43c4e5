package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No certificate with another bit is accepted, wherever it stands on the path. */
class SvidPropertyTest {
    @Property(tries = 500)
    void noFlippedBit_ofAChainIsAccepted(@ForAll boolean inLeaf, @ForAll @IntRange(max = 1 << 16) int bit) {
        byte[] leaf = inLeaf ? flipped(FixedChain.LEAF, bit) : FixedChain.LEAF;
        byte[] intermediate = inLeaf ? FixedChain.INTERMEDIATE : flipped(FixedChain.INTERMEDIATE, bit);
        try {
            PeerCheck check = FixedChain.verifier().verify(List.of(read(leaf), read(intermediate)));
            assertThat(check).isInstanceOf(PeerCheck.Rejected.class);
        } catch (CertificateException e) {
            assertThat(e).as("not even a certificate").isNotNull();
        }
    }

    private static byte[] flipped(byte[] der, int bit) {
        byte[] other = der.clone();
        other[bit / 8 % other.length] ^= (byte) (1 << (bit % 8));
        return other;
    }

    private static X509Certificate read(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
