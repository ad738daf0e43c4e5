package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.StatusForge;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509Svid;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorityStatusSourceTest {
    private static final StatusForge FORGE = new StatusForge();
    private static final X509Svid SVID = svid();

    @TempDir
    Path base;

    private HttpsServer server;
    private AuthorityClient authority;
    private StateDirectory directory;
    private AuthorityBundleSource bundles;
    private AuthorityStatusSource source;
    private volatile String offered = "";

    private static X509Svid svid() {
        try {
            KeyPair key = PrivateJwk.generate(Algorithm.ES256).toKeyPair();
            X500Name name = new X500Name("O=authority");
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TWO,
                    Date.from(Instant.EPOCH),
                    Date.from(Instant.parse("2100-01-01T00:00:00Z")),
                    name,
                    key.getPublic());
            GeneralName id =
                    new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://shop.example/zt/authority");
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(id));
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
            return X509Svid.of(List.of(der), key.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.server(() -> Optional.of(SVID))));
        server.createContext("/status", exchange -> answer(exchange, offered));
        server.createContext("/bundle", exchange -> answer(exchange, FORGE.bundleDocument()));
        server.start();
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        String pin = PinnedTrust.pinOf(SVID.chain().get(0));
        authority = new AuthorityClient(url, TlsContexts.client(new PinnedTrust(pin)));
        directory = StateDirectory.open(base.resolve("state"));
        bundles = new AuthorityBundleSource(
                StatusForge.DOMAIN, directory, SignatureProvider.bouncyCastle(), () -> StatusForge.NOW);
        bundles.accept(FORGE.bundleDocument().getBytes(StandardCharsets.UTF_8));
        source = source();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        directory.close();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private AuthorityStatusSource source() {
        return new AuthorityStatusSource(StatusForge.DOMAIN, directory, bundles, () -> StatusForge.NOW);
    }

    private void offer(String document) {
        offered = document;
        source.refresh(authority);
    }

    private long version() {
        StatusLookup lookup = source.status(StatusForge.DOMAIN);
        return lookup instanceof StatusLookup.Known known ? known.status().version() : -1;
    }

    static Stream<Arguments> forged() {
        Map<String, String> claims = StatusForge.claims(8);
        Map<String, String> header = StatusForge.header("zt-status+jwt", "key-1");
        Map<String, String> ahead = Forge.with(claims, "iat", Long.toString(Forge.NOW + 31));
        String repeated = Forge.json(claims).replace("\"version\":8", "\"version\":8,\"version\":8");
        String honest = FORGE.document(8);
        String huge = StatusForge.revoked("\"" + "i".repeat(512 << 10) + "\"", "", "");
        return Stream.of(
                forged(
                        Forge.sign(StatusForge.header("zt-status+jwt", "key-2"), claims, FORGE.key),
                        "a key that the authority does not publish"),
                forged(Forge.sign(header, claims, Forge.newKey()), "signature"),
                forged(honest.substring(0, honest.length() - 4) + "AAAA", "signature"),
                forged(Forge.sign(StatusForge.header("wit+jwt", "key-1"), claims, FORGE.key), "no status document"),
                forged(FORGE.sign(Forge.with(claims, "trust_domain", "\"other.example\"")), "another trust domain"),
                forged(FORGE.sign(ahead), "lies ahead"),
                forged(FORGE.sign(Forge.without(claims, "revoked")), "lacks iat, version"),
                forged(FORGE.sign(Forge.with(claims, "version", "-8")), "lacks iat, version"),
                forged(Forge.sign(Forge.json(header), repeated, FORGE.key), "no status document"),
                forged(FORGE.sign(Forge.with(claims, "revoked", huge)), "more than 524288 bytes"),
                forged("", "no signed document"),
                forged(FORGE.document(6), "rolls the status back"));
    }

    // By its problem's name, because a document would fill the report.
    private static Arguments forged(String document, String problem) {
        return arguments(named(problem, document), problem);
    }

    @ParameterizedTest
    @MethodSource("forged")
    void keeps_theLastGoodStatus_whereAForgedOneIsOffered(String forged, String problem) {
        offer(FORGE.document(7));
        assertThat(source.problem()).isEmpty();

        offer(forged);

        assertThat(version()).isEqualTo(7);
        assertThat(source.problem()).hasValueSatisfying(told -> assertThat(told).contains(problem));

        offer(FORGE.document(8));
        assertThat(version()).isEqualTo(8);
        assertThat(source.problem()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forged")
    void knows_nothingByAForgedStatus_whereNoneWasSeen(String forged) {
        directory.write("status.version", "7".getBytes(StandardCharsets.US_ASCII));
        source = source();

        offer(forged);

        assertThat(source.status(StatusForge.DOMAIN)).isInstanceOf(StatusLookup.Unavailable.class);
    }

    @Test
    void keeps_theLaterOfTwoSignings() {
        Map<String, String> claims = StatusForge.claims(7);
        offer(FORGE.sign(Forge.with(claims, "iat", Long.toString(Forge.NOW - 5))));
        offer(FORGE.sign(Forge.with(claims, "iat", Long.toString(Forge.NOW - 10))));

        RevocationStatus held = ((StatusLookup.Known) source.status(StatusForge.DOMAIN)).status();
        assertThat(held.issuedAt()).isEqualTo(StatusForge.NOW.minusSeconds(5));
    }

    @Test
    void believes_noForgedStatusInTheStateDirectory() {
        offer(FORGE.document(7));
        String forged = Forge.sign(StatusForge.header("zt-status+jwt", "key-1"), StatusForge.claims(9), Forge.newKey());
        directory.write("status.jwt", forged.getBytes(StandardCharsets.ISO_8859_1));
        source = source();

        assertThat(source.status(StatusForge.DOMAIN)).isInstanceOf(StatusLookup.Unavailable.class);
        offer(FORGE.document(6));
        assertThat(source.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("rolls the status back"));
    }

    // A crash between the two writes leaves this, and so does whoever puts back the one file and not the other.
    @Test
    void believes_noOlderStatusInTheStateDirectory() {
        offer(FORGE.document(8));
        directory.write("status.jwt", FORGE.document(7).getBytes(StandardCharsets.ISO_8859_1));
        source = source();

        assertThat(source.status(StatusForge.DOMAIN)).isInstanceOf(StatusLookup.Unavailable.class);
        offer(FORGE.document(8));
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void speaks_forNoOtherTrustDomain() {
        offer(FORGE.document(7));

        assertThat(source.status(TrustDomain.of("other.example"))).isInstanceOf(StatusLookup.NotTracked.class);
    }
}
