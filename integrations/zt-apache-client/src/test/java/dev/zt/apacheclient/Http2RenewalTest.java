package dev.zt.apacheclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of HTTP/2, which serve many calls at once and ask nobody whether they may serve another. */
class Http2RenewalTest {
    private final TestAuthority authority = TestAuthority.of(
            "shop.example", ManualClock.at(InstantSource.system().instant()));
    private final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    private final TestWorkload orders = authority.issue("/orders");
    private final List<List<Certificate>> shown = new CopyOnWriteArrayList<>();
    // Connections whose client showed a certificate are kept for calls of the same context.
    private final HttpClientContext context = HttpClientContext.create();
    private volatile Runnable onTheWay = () -> {};
    private HttpAsyncServer server;
    private String origin;

    @BeforeEach
    void start() throws Exception {
        server = H2ServerBootstrap.bootstrap()
                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                .setTlsStrategy(new H2ServerTlsStrategy(
                        orders.identity().mutualTls(PeerMatcher.anyWorkload()),
                        (SSLBufferMode) null,
                        (endpoint, engine) -> engine.setWantClientAuth(true),
                        null))
                .register("127.0.0.1", "*", new Remembering())
                .create();
        server.start();
        ListenerEndpoint listening = server.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URIScheme.HTTPS)
                .get(10, TimeUnit.SECONDS);
        origin = "https://127.0.0.1:" + ((InetSocketAddress) listening.getAddress()).getPort();
    }

    @AfterEach
    void stop() {
        server.close(CloseMode.IMMEDIATE);
    }

    private final class Remembering implements AsyncServerRequestHandler<Message<HttpRequest, Void>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, Void>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(new DiscardingEntityConsumer<>());
        }

        @Override
        public void handle(Message<HttpRequest, Void> request, ResponseTrigger trigger, HttpContext context)
                throws HttpException, IOException {
            onTheWay.run();
            shown.add(certificates(HttpCoreContext.cast(context).getSSLSession()));
            trigger.submitResponse(AsyncResponseBuilder.create(200).build(), context);
        }
    }

    private static List<Certificate> certificates(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private void call(CloseableHttpAsyncClient http) throws Exception {
        SimpleHttpResponse response = http.execute(
                        AsyncRequestBuilder.get(origin + "/orders/7").build(),
                        SimpleResponseConsumer.create(),
                        context,
                        null)
                .get(10, TimeUnit.SECONDS);
        assertThat(response.getCode()).isEqualTo(200);
        assertThat(response.getVersion()).isEqualTo(HttpVersion.HTTP_2);
    }

    private CloseableHttpAsyncClient client() {
        Destination declared = Destination.of(origin).answeredBy(orders.id());
        CloseableHttpAsyncClient http = ZtApacheClient.newAsyncClient(
                OutboundAuth.of(gateway.identity()).to(declared));
        http.start();
        return http;
    }

    // A connection at work is not idle when the pool is told.
    @Test
    void leaves_aConnectionThatWasAtWork_whileItsCertificateWasReplaced() throws Exception {
        try (CloseableHttpAsyncClient http = client()) {
            onTheWay = gateway::renew;
            call(http);
            onTheWay = () -> {};
            call(http);

            assertThat(shown.get(0))
                    .isNotEqualTo(gateway.current().certificate().chain());
            assertThat(shown.get(1)).isEqualTo(gateway.current().certificate().chain());
        }
    }

    @Test
    void leaves_aConnectionThatBeganWithAReplacedCertificate() throws Exception {
        try (CloseableHttpAsyncClient http = client()) {
            call(http);
            call(http);
            List<Certificate> before =
                    List.copyOf(gateway.current().certificate().chain());
            gateway.renew();
            call(http);
            call(http);

            assertThat(shown.subList(0, 2)).containsOnly(before);
            assertThat(shown.get(3))
                    .isEqualTo(gateway.current().certificate().chain())
                    .isNotEqualTo(before);
        }
    }
}
