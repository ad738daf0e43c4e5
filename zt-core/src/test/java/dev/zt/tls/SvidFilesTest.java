package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates that go-spiffe and java-spiffe are tested with; their times are over, so each is judged by its form. */
class SvidFilesTest {
    private static final String GO = "go-spiffe/svid/x509svid/testdata";
    private static final String JAVA = "java-spiffe/x509svid";

    private static Path find(String directory, String file) {
        Path path = Path.of(System.getProperty("zt.vectors", ""))
                .resolve("spiffe-testdata")
                .resolve(directory)
                .resolve(file);
        assumeTrue(Files.exists(path), "no vectors: name their directory by -Dzt.vectors=DIR");
        return path;
    }

    private static List<X509Certificate> read(String directory, String file) throws Exception {
        return read(find(directory, file));
    }

    private static List<X509Certificate> read(Path path) throws Exception {
        try (InputStream in = Files.newInputStream(path)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "good-leaf-only.pem,",
        "good-leaf-and-intermediate.pem,",
        "wrong-leaf-ca-true.pem, LEAF_IS_CA",
        "wrong-leaf-cert-sign.pem, KEY_USAGE",
        "wrong-leaf-crl-sign.pem, KEY_USAGE",
        "wrong-leaf-no-digital-signature.pem, KEY_USAGE",
        "wrong-leaf-empty-id.pem, URI_COUNT",
        "wrong-intermediate-no-ca.pem,",
        "wrong-intermediate-no-key-cert-sign.pem,"
    })
    void judges_leavesAsTheirNamesSay(String file, PeerFault fault) throws Exception {
        for (String directory : List.of(GO, JAVA)) {
            X509Certificate leaf = read(directory, file).get(0);

            assertThat(LeafProfile.fault(leaf)).as(directory).isEqualTo(fault);
            Optional<WorkloadId> named = fault == PeerFault.URI_COUNT
                    ? Optional.empty()
                    : Optional.of(WorkloadId.of("spiffe://example.org/workload-1"));
            assertThat(LeafProfile.id(leaf)).isEqualTo(named);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-intermediate-no-ca.pem", "wrong-intermediate-no-key-cert-sign.pem"})
    void believes_noIntermediateThatMayNotIssue(String file) throws Exception {
        for (String directory : List.of(GO, JAVA)) {
            X509Certificate intermediate = read(directory, file).get(1);

            assertThat(AuthorityProfile.mayIssue(intermediate, 0, LeafUse.SVID)).isFalse();
        }
    }

    @Test
    void believes_theIntermediateThatMay_andItsSignature() throws Exception {
        for (String directory : List.of(GO, JAVA)) {
            List<X509Certificate> chain = read(directory, "good-leaf-and-intermediate.pem");
            X509Certificate intermediate = chain.get(1);

            assertThat(AuthorityProfile.mayIssue(intermediate, 0, LeafUse.SVID)).isTrue();
            // P-256 with SHA-384, which JOSE has no name for and the platform checks.
            LinkSignatures signatures =
                    new LinkSignatures(SignatureProvider.bouncyCastle().engine());
            assertThat(signatures.isSignedBy(chain.get(0), intermediate.getPublicKey()))
                    .isTrue();
            Instant then = chain.get(0).getNotBefore().toInstant().plusSeconds(1);
            assertThat(new CertificatePath(signatures)
                            .find(chain.get(0), List.of(), List.of(intermediate), LeafUse.SVID, then))
                    .isPresent();
        }
    }

    @Test
    void cannotRead_whatIsDamaged() {
        Path damaged = find(GO, "corrupt-cert.pem");

        assertThatThrownBy(() -> read(damaged)).isInstanceOf(CertificateException.class);
    }
}
