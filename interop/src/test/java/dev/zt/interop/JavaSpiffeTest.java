package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import io.spiffe.bundle.x509bundle.X509Bundle;
import io.spiffe.provider.SpiffeSslContextFactory;
import io.spiffe.provider.SpiffeSslContextFactory.SslContextOptions;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.workloadapi.X509Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The TLS of java-spiffe at the other end. */
@Interop
class JavaSpiffeTest {
    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final TestWorkload orders = authority.issue("/orders");
    private final TestWorkload gateway = authority.issue("/gateway");

    /** What an agent would have given. */
    private static final class Given implements X509Source {
        private final X509Svid svid;
        private final X509Bundle bundle;

        Given(Path files) throws Exception {
            this.svid = X509Svid.load(files.resolve("svid.pem"), files.resolve("svid_key.pem"));
            this.bundle = X509Bundle.load(TrustDomain.parse("shop.example"), files.resolve("svid_bundle.pem"));
        }

        @Override
        public X509Svid getX509Svid() {
            return svid;
        }

        @Override
        public X509Bundle getBundleForTrustDomain(TrustDomain trustDomain) {
            return bundle;
        }

        @Override
        public void close() {}
    }

    private SSLContext theirs(TestWorkload self, TestWorkload peer) throws Exception {
        Path files = Files.createTempDirectory(Work.directory(), "java-spiffe");
        authority.writePem(self, files);
        // Its own default is TLS 1.2.
        return SpiffeSslContextFactory.getSslContext(SslContextOptions.builder()
                .sslProtocol("TLSv1.3")
                .x509Source(new Given(files))
                .acceptedSpiffeIdsSupplier(() -> Set.of(SpiffeId.parse(peer.id().toString())))
                .build());
    }

    private static HttpRequest request(int port) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/orders/7"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    @Test
    void calls_ourServer_andEachRecognisesTheOther() throws Exception {
        try (MutualOrders service =
                MutualOrders.overTls(authority, orders.identity().mutualTls(PeerMatcher.exactly(gateway.id())))) {
            HttpClient http =
                    HttpClient.newBuilder().sslContext(theirs(gateway, orders)).build();

            assertThat(http.send(request(service.port()), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("an order for spiffe://shop.example/gateway by CERTIFICATE");

            HttpClient kiosk = HttpClient.newBuilder()
                    .sslContext(theirs(authority.issue("/kiosk"), orders))
                    .build();
            assertThatThrownBy(() -> kiosk.send(request(service.port()), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void answers_ourClient_andEachRecognisesTheOther() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(theirs(orders, gateway)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            byte[] body = "an order".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(client(gateway, port, orders.id())
                            .send(request(port), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("an order");

            HttpClient mistaken = client(gateway, port, WorkloadId.of("spiffe://shop.example/other"));
            assertThatThrownBy(() -> mistaken.send(request(port), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            HttpClient unwanted = client(authority.issue("/kiosk"), port, orders.id());
            assertThatThrownBy(() -> unwanted.send(request(port), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    private static HttpClient client(TestWorkload self, int port, WorkloadId callee) {
        return OutboundAuth.of(self.identity())
                .to(Destination.of("https://127.0.0.1:" + port)
                        .answeredBy(callee)
                        .certificateAlone())
                .newHttpClient();
    }
}
