package dev.zt.springclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.testkit.TestService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

class FailureTest {
    private final Shop shop = new Shop();

    @AfterEach
    void close() {
        shop.close();
    }

    private static RestClient restClient(JdkClientHttpRequestFactory factory) {
        return RestClient.builder().requestFactory(factory).build();
    }

    private RestClient restClient() {
        return restClient(ZtSpringClient.requestFactory(shop.proving(shop.destination())));
    }

    private WebClient webClient() {
        return WebClient.builder()
                .clientConnector(ZtSpringClient.connector(shop.proving(shop.destination())))
                .build();
    }

    private static ResourceAccessException failure(RestClient.RequestHeadersSpec<?> request) {
        return catchThrowableOfType(
                ResourceAccessException.class, () -> request.retrieve().toBodilessEntity());
    }

    private static WebClientRequestException failure(WebClient.RequestHeadersSpec<?> request) {
        return catchThrowableOfType(
                WebClientRequestException.class,
                () -> request.retrieve().toBodilessEntity().block());
    }

    @Test
    void tells_thatThereIsNoIdentity() {
        shop.gateway.lose();

        assertThat(failure(restClient().get().uri(shop.place("/orders/7"))))
                .cause()
                .isInstanceOf(CallNotMadeException.class)
                .cause()
                .isInstanceOf(IdentityUnavailableException.class);
        assertThat(failure(webClient().get().uri(shop.place("/orders/7"))))
                .cause()
                .isInstanceOf(CallNotMadeException.class)
                .cause()
                .isInstanceOf(IdentityUnavailableException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @Test
    void tells_thatARequestCarriesCredentialsOfItsOwn() {
        assertThat(failure(restClient().get().uri(shop.place("/orders/7")).header("Authorization", "secret")))
                .hasMessageContaining("carries credentials already")
                .hasMessageNotContaining("secret")
                .cause()
                .isInstanceOf(CallNotMadeException.class);
        assertThat(failure(webClient().get().uri(shop.place("/orders/7")).header("DPoP", "secret")))
                .cause()
                .isInstanceOf(CallNotMadeException.class);
        assertThat(shop.service.received()).isEmpty();
    }

    @Test
    void tells_thatAnAnswerIsNotSigned() {
        try (TestService unsigned = TestService.unguarded(shop.orders.identity())) {
            var declared = shop.proving(Destination.of(unsigned.origin().toString())
                    .answeredBy(shop.orders.id())
                    .signed()
                    .answersSignedBy(shop.orders.id()));
            URI place = unsigned.origin().resolve("/orders/7");

            assertThat(failure(restClient(ZtSpringClient.requestFactory(declared))
                            .get()
                            .uri(place)))
                    .hasRootCauseInstanceOf(UnprovenAnswerException.class);
            assertThat(failure(WebClient.builder()
                            .clientConnector(ZtSpringClient.connector(declared))
                            .build()
                            .get()
                            .uri(place)))
                    .hasRootCauseInstanceOf(UnprovenAnswerException.class);
        }
    }

    @Test
    void frees_theConnectionWhereAnAnswerTakesTooLong() throws Exception {
        JdkClientHttpRequestFactory factory = ZtSpringClient.requestFactory(shop.proving(shop.destination()));
        factory.setReadTimeout(Duration.ofSeconds(1));
        try (ServerSocket silent = silent()) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> ends(silent));

            assertThat(failure(restClient(factory).get().uri(place(silent))))
                    .cause()
                    .isInstanceOf(HttpTimeoutException.class);
            assertThat(ended.get()).isTrue();
        }
    }

    @Test
    void frees_theConnectionWhereNobodyWaitsForTheAnswerAnyMore() throws Exception {
        try (ServerSocket silent = silent()) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> ends(silent));

            assertThat(catchThrowableOfType(
                            IllegalStateException.class,
                            () -> webClient()
                                    .get()
                                    .uri(place(silent))
                                    .retrieve()
                                    .toBodilessEntity()
                                    .block(Duration.ofSeconds(1))))
                    .isNotNull();
            assertThat(ended.get()).isTrue();
        }
    }

    private static ServerSocket silent() throws IOException {
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        silent.setSoTimeout(10_000);
        return silent;
    }

    private static URI place(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/orders");
    }

    private static boolean ends(ServerSocket silent) {
        try (Socket connection = silent.accept()) {
            connection.setSoTimeout(10_000);
            connection.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // A connection that is reset has ended as well.
        }
        return true;
    }
}
