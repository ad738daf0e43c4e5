package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleEndpoint;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.EndpointTls;
import dev.zt.keys.KeyTimes;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundle endpoints whose servers prove who they are by an X.509-SVID (SPIFFE Federation §5.2.2), over real TLS. */
class SpiffeEndpointTest {
    private static final WorkloadId BUNDLES = WorkloadId.of("spiffe://shop.example/bundles");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final SvidAuthority first = new SvidAuthority(now);
    private final SvidAuthority second = new SvidAuthority(now);
    private volatile X509Svid shown;
    private volatile String published;
    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        shown = first.svid(BUNDLES.toString());
        published = document(1, first);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.server(() -> Optional.of(shown))));
        server.createContext("/bundle", exchange -> {
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/bundle");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String document(int sequence, SvidAuthority... authorities) {
        StringBuilder keys = new StringBuilder();
        for (SvidAuthority authority : authorities) {
            try {
                String x5c = Base64.getEncoder().encodeToString(authority.certificate.getEncoded());
                keys.append(keys.isEmpty() ? "" : ",")
                        .append("{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + x5c + "\"]}");
            } catch (CertificateEncodingException e) {
                throw new AssertionError(e);
            }
        }
        return "{\"spiffe_sequence\":" + sequence + ",\"keys\":[" + keys + "]}";
    }

    private TrustedKeys keys(WorkloadId id, String path) throws IOException {
        Path bootstrap = directory.resolve("first.json");
        Files.writeString(bootstrap, document(0, first));
        EndpointTls tls = (url, endpoint, bundles) -> TlsContexts.client(
                new SvidTrust(Map.of(url, PeerMatcher.exactly(endpoint)), bundles, SIGNATURES, () -> now));
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
        TrustedKeys keys = TrustedKeys.builder(SIGNATURES, () -> now)
                .endpoints(tls)
                .bundleEndpoint(new BundleEndpoint(
                        SvidAuthority.DOMAIN, url, new BundleEndpoint.HttpsSpiffe(id, Optional.of(bootstrap))))
                .build();
        keys.begin();
        return keys;
    }

    private static int authorities(TrustedKeys keys) {
        return keys.bundle(SvidAuthority.DOMAIN) instanceof BundleLookup.Found found
                ? found.bundle().x509Authorities().size()
                : -1;
    }

    // The next look is under way when this is called, or it would be over already.
    private void lookAgain(TrustedKeys keys) {
        keys.lookNow(SvidAuthority.DOMAIN);
        keys.begin();
    }

    @Test
    void recognises_theServerByTheBundleInTheFileFirst_andByTheNewestLater() throws Exception {
        TrustedKeys keys = keys(BUNDLES, "/bundle");
        assertThat(authorities(keys)).isEqualTo(1);

        published = document(2, first, second);
        lookAgain(keys);
        assertThat(authorities(keys)).isEqualTo(2);
        shown = second.svid(BUNDLES.toString());
        published = document(3, second);
        lookAgain(keys);

        assertThat(authorities(keys)).isEqualTo(1);
    }

    @Test
    void recognises_itAlsoWhenTheNewestBundleIsTooOldForCallers() throws Exception {
        TrustedKeys keys = keys(BUNDLES, "/bundle");
        now = now.plus(KeyTimes.standard().maxStale()).plus(Duration.ofMinutes(1));
        shown = renewed();
        assertThat(authorities(keys)).isEqualTo(-1);

        lookAgain(keys);

        assertThat(authorities(keys)).isEqualTo(1);
    }

    private X509Svid renewed() throws Exception {
        SvidDraft draft = first.draft();
        draft.uris = List.of(BUNDLES.toString());
        draft.until = now.plus(Duration.ofHours(1));
        return X509Svid.of(List.of(draft.build().getEncoded()), draft.key.getPrivate());
    }

    @Test
    void believes_noOtherWorkloadThere() throws Exception {
        TrustedKeys keys = keys(WorkloadId.of("spiffe://shop.example/somebody-else"), "/bundle");

        assertThat(authorities(keys)).isEqualTo(-1);
        assertThat(keys.problem(SvidAuthority.DOMAIN)).isPresent();
    }

    @Test
    void believes_noServerOfAnotherCa() throws Exception {
        shown = second.svid(BUNDLES.toString());

        assertThat(authorities(keys(BUNDLES, "/bundle"))).isEqualTo(-1);
    }

    @Test
    void follows_noRedirect() throws Exception {
        assertThat(authorities(keys(BUNDLES, "/moved"))).isEqualTo(-1);
    }
}
