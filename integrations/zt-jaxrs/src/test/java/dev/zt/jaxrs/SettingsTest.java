package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.jaxrs.jersey.ZtJersey;
import dev.zt.jaxrs.resteasy.ZtResteasy;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.TestReply;
import dev.zt.testkit.TestService;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.InvocationCallback;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    private OutboundAuth auth() {
        return shop.proving(shop.destination());
    }

    private void redirectsTo(URI there) {
        shop.service.answering(request -> request.target().getPath().equals("/orders/7")
                ? TestReply.redirect(302, there)
                : TestReply.of(200, "there"));
    }

    private Response order(Client http) {
        return http.target(shop.place("/orders/7")).request().get();
    }

    @Test
    void jersey_followsRedirectsWithinTheOrigin() {
        redirectsTo(URI.create("/orders/8"));

        assertThat(order(Framework.JERSEY.client(auth())).readEntity(String.class))
                .isEqualTo("there");
        assertThat(shop.service.received())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.caller()).contains(shop.gateway.id()));
    }

    @Test
    void jersey_leavesRedirectsWhereSomebodySaysSo() {
        redirectsTo(URI.create("/orders/8"));
        Client http = Framework.JERSEY.client(auth());

        Response response = http.target(shop.place("/orders/7"))
                .property(ClientProperties.FOLLOW_REDIRECTS, false)
                .request()
                .get();

        assertThat(response.getStatus()).isEqualTo(302);
        assertThat(shop.service.received()).hasSize(1);
    }

    @Test
    void jersey_leavesRedirectsOfARequestThatSaysSo() {
        redirectsTo(URI.create("/orders/8"));
        Client http = Framework.JERSEY.client(auth());

        Response response = http.target(shop.place("/orders/7"))
                .request()
                .property(ClientProperties.FOLLOW_REDIRECTS, false)
                .get();

        assertThat(response.getStatus()).isEqualTo(302);
        assertThat(shop.service.received()).hasSize(1);
    }

    @Test
    void resteasy_leavesRedirects() {
        redirectsTo(URI.create("/orders/8"));

        assertThat(order(Framework.RESTEASY.client(auth())).getStatus()).isEqualTo(302);
        assertThat(shop.service.received()).hasSize(1);
    }

    @Test
    void resteasy_followsRedirectsWithinTheOriginWhereSomebodySaysSo() {
        redirectsTo(URI.create("/orders/8"));
        ResteasyClientBuilderImpl builder = new ResteasyClientBuilderImpl();
        builder.setFollowRedirects(true);

        assertThat(order(ZtResteasy.proving(builder, auth()).build()).readEntity(String.class))
                .isEqualTo("there");
    }

    @ParameterizedTest
    @EnumSource
    void leaves_redirectsToElsewhere(Framework framework) {
        try (TestService elsewhere = TestService.plain()) {
            redirectsTo(elsewhere.origin().resolve("/orders/8"));

            assertThat(order(framework.client(auth())).getStatus()).isEqualTo(302);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_noTlsOfTheClient_whereADestinationMustProveWhoItIs(Framework framework) throws Exception {
        SSLContext other = SSLContext.getDefault();

        assertThatThrownBy(() -> order(framework.client(auth(), builder -> builder.sslContext(other))))
                .hasMessageContaining("must prove who it is");
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takes_theTlsOfTheClient_whereNoDestinationMust(Framework framework) throws Exception {
        OutboundAuth elsewhere = OutboundAuth.of(shop.gateway.identity()).to("https://elsewhere.example");
        SSLContext trusting = auth().tls().orElseThrow().context();

        Client http = framework.client(elsewhere, builder -> builder.sslContext(trusting));

        assertThat(order(http).getStatus()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void takes_noVerifierOfNames(Framework framework) {
        assertThatThrownBy(
                        () -> order(framework.client(auth(), builder -> builder.hostnameVerifier((host, tls) -> true))))
                .hasMessageContaining("without hostnameVerifier");
        assertThat(shop.service.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takes_noNegativeLength(Framework framework) {
        assertThatThrownBy(() -> framework.holding(auth(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resteasy_takesNoNegativeTimeout() {
        HttpClient proving = auth().newHttpClient();

        assertThatThrownBy(() -> ZtResteasy.engine(proving, 1, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jersey_sharesAConnectorAmongClients_andGoesOnWhenOneIsClosed() {
        var connector = ZtJersey.connector(auth());
        Client closed = new JerseyClientBuilder()
                .withConfig(new ClientConfig().connectorProvider(connector))
                .build();
        Client open = new JerseyClientBuilder()
                .withConfig(new ClientConfig().connectorProvider(connector))
                .build();
        assertThat(order(closed).getStatus()).isEqualTo(200);

        closed.close();

        assertThatThrownBy(() -> order(closed)).isInstanceOf(IllegalStateException.class);
        assertThat(order(open).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void answers_toACallback(Framework framework) throws Exception {
        shop.service.answering(request -> TestReply.of(200, "an order"));
        CompletableFuture<String> answer = new CompletableFuture<>();
        Invocation.Builder request =
                framework.client(auth()).target(shop.place("/orders/7")).request();

        Future<String> call = request.async().get(new InvocationCallback<String>() {
            @Override
            public void completed(String text) {
                answer.complete(text);
            }

            @Override
            public void failed(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("an order");
        assertThat(call.get()).isEqualTo("an order");
    }

    @ParameterizedTest
    @EnumSource
    void answers_manyAtATimeByRx(Framework framework) {
        Client http = framework.client(auth());
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(http.target(shop.place("/orders"))
                    .request()
                    .rx()
                    .post(Entity.text("order " + i), String.class)
                    .toCompletableFuture());
        }

        for (int i = 0; i < 20; i++) {
            assertThat(calls.get(i).join()).isEqualTo("order " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leaves_fieldsOfTheAnswerToFilters(Framework framework) {
        shop.service.answering(request -> new TestReply(200, Map.of("X-Seen", "by the service"), ""));
        ClientResponseFilter adding =
                (request, response) -> response.getHeaders().add("X-Seen", "by a filter");

        Response response = order(framework.client(auth(), builder -> builder.register(adding)));

        assertThat(response.getStringHeaders().get("X-Seen")).containsExactly("by the service", "by a filter");
    }

    @Test
    void jersey_makesNoCallThatWasGivenUpBeforeItBegan() {
        Later later = new Later();
        Client http = Framework.JERSEY.client(auth(), builder -> builder.executorService(later));
        Future<Response> call =
                http.target(shop.place("/orders/7")).request().async().get();
        call.cancel(true);

        later.run();

        assertThat(shop.service.received()).isEmpty();
    }

    /** Runs what it was given when a test says so. */
    private static final class Later extends AbstractExecutorService {
        private final List<Runnable> tasks = new ArrayList<>();

        void run() {
            tasks.forEach(Runnable::run);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return tasks;
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
