package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.TrustDomain;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.SvidDraft;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates of a bundle are taken for authorities of its domain (X509-SVID §6.1). */
class PublishedAuthoritiesTest {
    private static final SvidAuthority AUTHORITY = new SvidAuthority(Instant.parse("2026-03-01T12:00:00Z"));
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    private static List<X509Certificate> read(String elements) {
        return bundle(elements).x509Authorities();
    }

    private static TrustBundle bundle(String elements) {
        byte[] document = ("{\"keys\":[" + elements + "]}").getBytes(StandardCharsets.UTF_8);
        return TrustBundle.read(DOMAIN, "test", document, SignatureProvider.bouncyCastle());
    }

    private static String element(X509Certificate... certificates) throws Exception {
        StringBuilder x5c = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            x5c.append(x5c.isEmpty() ? "" : ",")
                    .append('"')
                    .append(Base64.getEncoder().encodeToString(certificate.getEncoded()))
                    .append('"');
        }
        return "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[" + x5c + "]}";
    }

    private static X509Certificate authority(Consumer<SvidDraft> spoil) throws Exception {
        SvidDraft draft = AUTHORITY.draft();
        draft.ca = true;
        draft.usage = KeyUsage.keyCertSign;
        draft.purposes = List.of();
        draft.uris = List.of("spiffe://shop.example");
        spoil.accept(draft);
        return draft.build();
    }

    @Test
    void writes_authoritiesAsText_inTheirOrder() throws Exception {
        X509Certificate other = authority(draft -> {});

        String pem =
                bundle(element(other) + "," + element(AUTHORITY.certificate())).x509AuthoritiesPem();

        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))))
                .map(X509Certificate.class::cast)
                .containsExactly(other, AUTHORITY.certificate());
        assertThat(bundle("").x509AuthoritiesPem()).isEmpty();
    }

    @Test
    void takes_authoritiesOfItsDomain() throws Exception {
        X509Certificate named = authority(draft -> {});
        X509Certificate unnamed = authority(draft -> draft.uris = List.of());

        assertThat(read(element(named) + "," + element(unnamed) + "," + element(AUTHORITY.certificate())))
                .containsExactly(named, unnamed, AUTHORITY.certificate());
    }

    @Test
    void takes_theFirstOfSeveral() throws Exception {
        X509Certificate first = authority(draft -> {});

        assertThat(read(element(first, AUTHORITY.certificate()))).containsExactly(first);
    }

    @Test
    void passes_overWhatMayNotIssueForIt() throws Exception {
        List<X509Certificate> wrong = List.of(
                authority(draft -> draft.ca = false),
                authority(draft -> draft.usage = KeyUsage.digitalSignature),
                authority(draft -> draft.usage = 0),
                authority(draft -> draft.uris = List.of("spiffe://other.example")),
                authority(draft -> draft.uris = List.of("spiffe://shop.example/path")),
                authority(draft -> draft.uris = List.of("spiffe://shop.example", "spiffe://other.example")));

        for (X509Certificate certificate : wrong) {
            assertThat(read(element(certificate) + "," + element(AUTHORITY.certificate())))
                    .containsExactly(AUTHORITY.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"use\":\"x509-svid\"}",
                "{\"use\":\"x509-svid\",\"x5c\":[]}",
                "{\"use\":\"x509-svid\",\"x5c\":[7]}",
                "{\"use\":\"x509-svid\",\"x5c\":\"AAAA\"}",
                "{\"use\":\"x509-svid\",\"x5c\":[\"AAAA\"]}",
                "{\"use\":\"x509-svid\",\"x5c\":[\"!\"]}",
                "7"
            })
    void passes_overWhatIsNoCertificate(String element) throws Exception {
        assertThat(read(element + "," + element(AUTHORITY.certificate()))).containsExactly(AUTHORITY.certificate());
    }

    @Test
    void passes_overElementsOfOtherUse() throws Exception {
        assertThat(read(element(AUTHORITY.certificate()).replace("x509-svid", "jwt-svid")))
                .isEmpty();
        assertThat(read(element(AUTHORITY.certificate()).replace("\"use\":\"x509-svid\",", "")))
                .isEmpty();
    }
}
