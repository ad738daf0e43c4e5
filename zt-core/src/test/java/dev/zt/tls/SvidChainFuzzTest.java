package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Leaf and intermediate of a genuine chain, changed by the fuzzer; the first byte says which one. What the platform reads as
 * a certificate is refused, or it is the genuine one to the last byte.
 */
class SvidChainFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @Test
    void verifies_whatWasNotChanged() {
        assertThat(check(FixedChain.LEAF, FixedChain.INTERMEDIATE)).isTrue();
    }

    @Test
    void rejects_aSignatureSaidToLackBits() {
        byte[] leaf = FixedChain.LEAF.clone();
        int unused = leaf.length - read(leaf).orElseThrow().getSignature().length - 1;
        leaf[unused] = 1;

        assertThat(read(leaf)).isPresent();
        assertThat(check(leaf, FixedChain.INTERMEDIATE)).isFalse();
    }

    @FuzzTest
    void verifies_nothingElse(byte[] bytes) {
        TALLY.run(bytes, text -> {
            String edits = text.isEmpty() ? "" : text.substring(1);
            boolean leaf = text.isEmpty() || text.charAt(0) % 2 == 0;
            byte[] genuine = leaf ? FixedChain.LEAF : FixedChain.INTERMEDIATE;
            byte[] changed = Edits.apply(edits, new String(genuine, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            check(leaf ? changed : FixedChain.LEAF, leaf ? FixedChain.INTERMEDIATE : changed);
        });
    }

    private static boolean check(byte[] leaf, byte[] intermediate) {
        Optional<X509Certificate> first = read(leaf);
        Optional<X509Certificate> second = read(intermediate);
        if (first.isEmpty() || second.isEmpty()) {
            return false;
        }
        // A new one, since a verifier remembers a leaf that had a path, whatever comes with it later; and the platform
        // gives out the same object for the same leaf.
        PeerCheck check = FixedChain.verifier().verify(List.of(first.get(), second.get()));
        if (check instanceof PeerCheck.Verified peer) {
            assertThat(encoded(first.get())).as("the leaf").isEqualTo(FixedChain.LEAF);
            assertThat(encoded(second.get())).as("the intermediate").isEqualTo(FixedChain.INTERMEDIATE);
            assertThat(peer.id()).hasToString("spiffe://shop.example/orders");
            return true;
        }
        assertThat(check).isInstanceOf(PeerCheck.Rejected.class);
        return false;
    }

    private static Optional<X509Certificate> read(byte[] der) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
