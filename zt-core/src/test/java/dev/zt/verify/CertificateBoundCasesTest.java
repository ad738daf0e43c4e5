package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Vectors;
import dev.zt.keys.SignatureProvider;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens that are bound to a certificate (RFC 8705 §3). */
class CertificateBoundCasesTest {
    private static final X509Certificate CERTIFICATE = selfSigned();
    private static final String HASH = hash(CERTIFICATE);

    private final TokenBench bench = new TokenBench();

    private static X509Certificate selfSigned() {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            X500Name name = new X500Name("CN=client");
            Date from = Date.from(Instant.ofEpochSecond(Forge.NOW));
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    from,
                                    Date.from(from.toInstant().plusSeconds(60)),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(X509Certificate certificate) {
        try {
            return Forge.base64(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token() {
        return bench.token(Forge.with(bench.claims(), "cnf", "{\"x5t#S256\":\"" + HASH + "\"}"));
    }

    @Test
    void accepts_theTokenOverAConnectionWithItsCertificate() {
        bench.certificate = Optional.of(CERTIFICATE);

        VerifiedCaller caller = bench.caller(bench.verifyBearer(token()));

        assertThat(caller.proofKind()).isEqualTo(ProofKind.CERTIFICATE_BOUND);
        assertThat(caller.keyThumbprint()).contains(HASH);
    }

    @Test
    void case42_refuses_theTokenWithoutACertificate() {
        assertThat(Bench.outcome(bench.verifyBearer(token()))).isEqualTo("401 token-certificate");
    }

    @Test
    void case42_refuses_theTokenWithAnotherCertificate() {
        String other = bench.token(
                Forge.with(bench.claims(), "cnf", "{\"x5t#S256\":\"" + Forge.hash("another certificate") + "\"}"));
        bench.certificate = Optional.of(CERTIFICATE);

        assertThat(Bench.outcome(bench.verifyBearer(other))).isEqualTo("401 token-certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client-Cert", "X-Forwarded-Client-Cert", "X-Client-Cert", "SSL_CLIENT_CERT"})
    void case45_ignores_certificatesInHeaders(String header) throws Exception {
        String der = ":" + Base64.getEncoder().encodeToString(CERTIFICATE.getEncoded()) + ":";

        VerifyResult result = bench.verify(Map.of("Authorization", List.of("Bearer " + token()), header, List.of(der)));

        assertThat(Bench.outcome(result)).isEqualTo("401 token-certificate");
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"LOOPBACK", "PLAIN"})
    void believes_noCertificateOfAPlainChannel(Channel channel) {
        String token = token();
        Call call = Call.of(
                        "GET",
                        "/orders/7",
                        name -> name.equals("Authorization") ? List.of("Bearer " + token) : List.of(),
                        channel)
                .withClientCertificates(() -> List.of(CERTIFICATE));

        assertThat(Bench.outcome(bench.verifier.verify(call))).isEqualTo("401 token-certificate");
    }

    @Test
    void needs_noOtherProof_whereCertificatesAreAcceptedByThemselves() {
        CallerVerifier accepting = new CallerVerifier(
                VerifierRules.of(Audience.of("https://orders.internal"))
                        .tokens(TokenRules.none()
                                .issuer(IssuerUrl.of(TokenBench.ISSUER), Audience.of("https://orders.internal")))
                        .acceptingCertificates(),
                bench::lookup,
                new InMemoryReplayStore(1024, () -> bench.now),
                SignatureProvider.bouncyCastle(),
                () -> bench.now);
        String token = bench.token(Forge.with(bench.claims(), "cnf", "{\"x5t#S256\":\"" + HASH + "\"}"));
        Call call = Call.of(
                        "GET",
                        "/orders/7",
                        name -> name.equals("Authorization") ? List.of("Bearer " + token) : List.of(),
                        Channel.TLS)
                .withClientCertificates(() -> List.of(CERTIFICATE));

        assertThat(Bench.outcome(accepting.verify(call))).isEqualTo("verified");
    }

    @Test
    void wants_bothProofsOfATokenThatIsBoundToBoth() {
        String both = bench.token(Forge.with(
                bench.claims(),
                "cnf",
                "{\"x5t#S256\":\"" + HASH + "\",\"jkt\":\"" + TokenBench.thumbprint(bench.client) + "\"}"));

        assertThat(Bench.outcome(bench.verifyBound(both, bench.proof(both)))).isEqualTo("401 token-certificate");
        bench.certificate = Optional.of(CERTIFICATE);
        assertThat(Bench.outcome(bench.verifyBearer(both))).isEqualTo("401 token-bound");
        assertThat(Bench.outcome(bench.verifyBound(both, bench.proof(both)))).isEqualTo("verified");
    }

    @Test
    void computes_theHashOfTheStandardsExample() throws Exception {
        JsonNode example = Vectors.read("rfc-vectors.json").get("rfc8705");
        byte[] pem = example.get("certificate_pem").asText().getBytes(StandardCharsets.US_ASCII);
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        bench.certificate = Optional.of(certificate);
        String token = bench.token(
                Forge.with(bench.claims(), "cnf", "{\"x5t#S256\":" + example.get("expected_in_spec") + "}"));

        assertThat(Bench.outcome(bench.verifyBearer(token))).isEqualTo("verified");
    }
}
