package dev.zt.apacheclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.ReceivedRequest;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestReply;
import dev.zt.testkit.TestService;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients of HttpComponents do by themselves: hosts by another name, credentials, connections, cookies. */
class ClientsOwnTest {
    private final TestAuthority authority = TestAuthority.of(
            "shop.example", ManualClock.at(InstantSource.system().instant()));
    private final TestWorkload gateway = authority.issue("/gateway");
    private final TestWorkload callee = authority.issue("/orders");
    private final TestService orders = TestService.unguarded(callee.identity());
    private final OutboundAuth auth = OutboundAuth.of(gateway.identity()).to(declared());

    private Destination declared() {
        return Destination.of(orders.origin().toString()).answeredBy(callee.id());
    }

    @AfterEach
    void end() {
        orders.close();
    }

    private static HttpClientBuilder proving(HttpClientBuilder builder, OutboundAuth auth) {
        return ZtApacheClient.install(builder, PoolingHttpClientConnectionManagerBuilder.create(), auth);
    }

    private HttpHost target() {
        return new HttpHost("https", "127.0.0.1", orders.origin().getPort());
    }

    private ClassicHttpRequest request() {
        return ClassicRequestBuilder.get(orders.origin() + "/orders/7").build();
    }

    private int status(HttpClientBuilder builder, ClassicHttpRequest request) throws IOException {
        try (CloseableHttpClient http = builder.build()) {
            return http.execute(target(), request, response -> response.getCode());
        }
    }

    @Test
    void proves_aCall_thatNamesWhereItGoes() throws Exception {
        ClassicHttpRequest request = request();
        request.setAuthority(new URIAuthority("127.0.0.1", orders.origin().getPort()));

        assertThat(status(proving(HttpClientBuilder.create(), auth), request)).isEqualTo(200);
        assertThat(orders.received().get(0).showsAnything()).isTrue();
    }

    @Test
    void makes_noCall_thatNamesAnotherHost() {
        ClassicHttpRequest request = request();
        request.setAuthority(new URIAuthority("evil.example"));

        assertThatThrownBy(() -> status(proving(HttpClientBuilder.create(), auth), request))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("another host");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void makes_noCall_withAFieldThatNamesAnotherHost() {
        ClassicHttpRequest request = request();
        request.setHeader("Host", "evil.example");

        assertThatThrownBy(() -> status(proving(HttpClientBuilder.create(), auth), request))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("another host");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void makes_noCall_withAFieldOfTheClientThatNamesAnotherHost() {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .addRequestInterceptorLast((request, content, context) -> request.setHeader("Host", "evil.example"));

        assertThatThrownBy(() -> status(proving(builder, auth), request())).isInstanceOf(CallNotMadeException.class);
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void makes_noCall_withDefaultFieldsThatAreCredentials() {
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setDefaultHeaders(List.of(new BasicHeader("Authorization", "Basic c2VjcmV0")));

        assertThatThrownBy(() -> status(proving(builder, auth), request()))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void shows_noCredentialsOfTheClient_toWhomAsksForThem() {
        orders.answering(request -> new TestReply(401, Map.of("WWW-Authenticate", "Basic realm=x"), ""));
        BasicCredentialsProvider known = new BasicCredentialsProvider();
        known.setCredentials(
                new AuthScope(target()), new UsernamePasswordCredentials("gateway", "secret".toCharArray()));
        HttpClientBuilder builder = HttpClientBuilder.create().setDefaultCredentialsProvider(known);

        assertThatThrownBy(() -> status(proving(builder, auth), request())).isInstanceOf(CallNotMadeException.class);
        assertThat(orders.received())
                .hasSize(1)
                .allSatisfy(request ->
                        assertThat(request.values("authorization")).noneMatch(shown -> shown.startsWith("Basic")));
    }

    @Test
    void makes_noCall_onConnectionsThatRecogniseNobody() throws Exception {
        PoolingHttpClientConnectionManager careless = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(SSLContexts.custom()
                                .loadTrustMaterial((chain, type) -> true)
                                .build())
                        .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                        .buildClassic())
                .build();
        HttpClientBuilder builder = proving(HttpClientBuilder.create(), auth).setConnectionManager(careless);

        assertThatThrownBy(() -> status(builder, request()))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("connection");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void keeps_cookies_butNoneOfUnprovenAnswers() throws Exception {
        orders.answering(request -> new TestReply(200, Map.of("Set-Cookie", "a=b; Path=/"), ""));
        BasicCookieStore kept = new BasicCookieStore();
        OutboundAuth signing =
                OutboundAuth.of(gateway.identity()).to(declared().signed().answersSignedBy(callee.id()));

        assertThatThrownBy(() ->
                        status(proving(HttpClientBuilder.create().setDefaultCookieStore(kept), signing), request()))
                .isInstanceOf(UnprovenAnswerException.class);
        assertThat(kept.getCookies()).isEmpty();
        status(proving(HttpClientBuilder.create().setDefaultCookieStore(kept), auth), request());
        assertThat(kept.getCookies()).hasSize(1);
        assertThat(orders.received()).allMatch(ReceivedRequest::showsAnything);
    }
}
