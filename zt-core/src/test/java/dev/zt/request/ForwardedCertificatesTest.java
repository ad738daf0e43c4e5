package dev.zt.request;

import static dev.zt.request.ForwardedCertificates.CLIENT_CERT;
import static dev.zt.request.ForwardedCertificates.IGNORE;
import static dev.zt.request.ForwardedCertificates.X_FORWARDED_CLIENT_CERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.jose.Sha256;
import dev.zt.tls.SvidAuthority;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedCertificatesTest {
    private static final SvidAuthority AUTHORITY = new SvidAuthority(Instant.parse("2026-03-01T12:00:00Z"));
    private static final X509Certificate ONE = leaf();
    private static final X509Certificate OTHER = leaf();

    private static X509Certificate leaf() {
        try {
            return AUTHORITY.draft().build();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(X509Certificate certificate) {
        String text = base64(certificate).replaceAll("(.{64})", "$1\n");
        return URLEncoder.encode(
                        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n",
                        StandardCharsets.US_ASCII)
                .replace("+", "%20");
    }

    private static Headers headers(Map<String, List<String>> fields) {
        return name -> fields.getOrDefault(name, List.of());
    }

    private static List<X509Certificate> clientCert(String... values) {
        return CLIENT_CERT.read(headers(Map.of("Client-Cert", List.of(values))));
    }

    private static List<X509Certificate> envoy(String... values) {
        return X_FORWARDED_CLIENT_CERT.read(headers(Map.of("X-Forwarded-Client-Cert", List.of(values))));
    }

    private static void assertUnreadable(ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOf(UnreadableCertificateException.class)
                .hasNoCause()
                .message()
                .hasSizeLessThan(120);
    }

    @Test
    void reads_theCertificateAndItsChain() {
        Headers headers = headers(Map.of(
                "Client-Cert", List.of(":" + base64(ONE) + ":"),
                "Client-Cert-Chain", List.of(":" + base64(OTHER) + ":, :" + base64(ONE) + ":")));

        assertThat(CLIENT_CERT.read(headers)).containsExactly(ONE, OTHER, ONE);
        assertThat(IGNORE.read(headers)).isEmpty();
        assertThat(X_FORWARDED_CLIENT_CERT.read(headers)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", ":AAAA:", "x", ":!!!!:", "AAAA:", ":AAAA", ":AAAA:;a=1"})
    void refuses_everythingElse(String value) {
        assertUnreadable(() -> clientCert(value));
    }

    @Test
    void refuses_twoAndWhatIsTooLong_andTakesNoChainAlone() {
        String one = ":" + base64(ONE) + ":";
        assertUnreadable(() -> clientCert(one, one));
        assertUnreadable(() -> clientCert(one + ", " + one));
        assertUnreadable(() -> clientCert(":" + "A".repeat(40_000) + ":"));
        assertThat(CLIENT_CERT.read(headers(Map.of("Client-Cert-Chain", List.of(one)))))
                .isEmpty();
        String twelve = String.join(",", Collections.nCopies(12, one));
        assertUnreadable(() ->
                CLIENT_CERT.read(headers(Map.of("Client-Cert", List.of(one), "Client-Cert-Chain", List.of(twelve)))));
    }

    @Test
    void reads_elevenCertificates() {
        String one = ":" + base64(ONE) + ":";
        String ten = String.join(",", Collections.nCopies(10, one));

        assertThat(CLIENT_CERT.read(headers(Map.of("Client-Cert", List.of(one), "Client-Cert-Chain", List.of(ten)))))
                .hasSize(11);
    }

    @Test
    void reads_fieldsOf32KibAndRefusesOneMore() {
        // What follows a certificate in its octets is not looked at.
        byte[] der = Base64.getDecoder().decode(base64(ONE));
        byte[] padded = Arrays.copyOf(der, ((32 << 10) - 4) / 4 * 3 + 1);
        String longest = ":" + Base64.getEncoder().withoutPadding().encodeToString(padded) + ":";
        assertThat(longest).hasSize(32 << 10);

        assertThat(clientCert(longest)).containsExactly(ONE);
        assertUnreadable(() -> clientCert(longest.replace(":", "A:").substring(1)));
    }

    @Test
    void reads_elementsOf32KibAndRefusesOneMore() {
        String element = hash(ONE) + cert(ONE) + ";DNS=";
        String longest = element + "a".repeat((32 << 10) - element.length());

        assertThat(envoy(longest)).containsExactly(ONE);
        assertUnreadable(() -> envoy(longest + "a"));
    }

    /** What Envoy says first of a client that showed a certificate. */
    private static String hash(X509Certificate certificate) {
        byte[] sha256 = Sha256.of(Base64.getDecoder().decode(base64(certificate)));
        return "By=spiffe://a/b;Hash=" + HexFormat.of().formatHex(sha256);
    }

    private static String cert(X509Certificate certificate) {
        return ";Cert=\"" + pem(certificate) + "\"";
    }

    @Test
    void reads_oneElementOfEnvoy() {
        assertThat(envoy(hash(ONE) + cert(ONE) + ";Subject=\"/C=US, x\";URI=spiffe://a/c;DNS=a;DNS=b"))
                .containsExactly(ONE);
        assertThat(envoy(hash(ONE) + cert(ONE) + ";Subject=\"O=Foo\\, Inc.,CN=\\\"x\\\"\";URI=spiffe://a/c"))
                .containsExactly(ONE);
        assertThat(envoy(hash(ONE) + cert(ONE) + ";Chain=\"" + pem(ONE) + pem(OTHER) + "\""))
                .containsExactly(ONE, OTHER);
    }

    @Test
    void refuses_whatTheClientsOwnNamesMayHaveSaid() {
        String chain = ";Chain=\"" + pem(OTHER) + "\"";
        assertUnreadable(() -> envoy(hash(ONE) + cert(ONE) + ";URI=spiffe://x/y" + chain));
        assertUnreadable(() -> envoy(hash(ONE) + cert(ONE) + ";DNS=x" + cert(OTHER)));
        assertUnreadable(() -> envoy(hash(ONE) + cert(ONE) + ";DNS=x;" + hash(OTHER) + chain));
        assertUnreadable(() -> envoy(hash(ONE) + ";URI=spiffe://x/y" + cert(OTHER)));
        assertUnreadable(() -> envoy("By=spiffe://a/b" + cert(ONE)));
    }

    @Test
    void refuses_whatSomebodyElseMayHaveWritten() {
        String mine = hash(ONE) + cert(ONE);
        assertThat(envoy(mine)).containsExactly(ONE);
        assertUnreadable(() -> envoy(mine, mine));
        assertUnreadable(() -> envoy(hash(OTHER) + cert(OTHER) + "," + mine));
        assertUnreadable(() -> envoy(mine + ","));
        assertUnreadable(() -> envoy(hash(ONE) + ";Cert=\"" + pem(ONE) + "x\""));
        assertUnreadable(() -> envoy(hash(ONE) + ";Cert=\"%zz\""));
        assertUnreadable(() -> envoy(hash(ONE) + ";Cert=\"x" + pem(ONE) + "\""));
        assertUnreadable(() -> envoy(hash(ONE) + ";Chain=\"" + pem(ONE) + "x" + pem(OTHER) + "\""));
        assertUnreadable(() -> envoy(hash(ONE)));
    }

    @Property
    void reads_nothingElseThatCanStandInAField(@ForAll String value) {
        assertUnreadable(() -> clientCert(value));
        assertUnreadable(() -> envoy(value));
    }
}
