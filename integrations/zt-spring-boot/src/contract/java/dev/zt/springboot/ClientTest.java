package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** One application calls another one by Spring's clients, which it only declares. */
class ClientTest {
    @TempDir
    static Path directory;

    private static Started orders;
    private static Started gateway;

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
        orders = Started.with(
                authority, Files.createDirectory(directory.resolve("orders")), Started.POLICY, List.of());
        Path own = Files.createDirectory(directory.resolve("gateway"));
        authority.write(authority.issue("/gateway"), own.resolve("identity"));
        gateway = Started.with(
                authority,
                own,
                Started.POLICY,
                List.of(Clients.class),
                "--zt.clients.orders.origin=http://127.0.0.1:" + orders.port(),
                "--zt.clients.orders.audience=" + Started.AUDIENCE,
                "--spring.http.client.read-timeout=10s",
                "--spring.http.clients.read-timeout=10s");
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {
        // doc: client
        @Bean
        RestClient stock(RestClient.Builder builder) {
            return builder.baseUrl("https://stock.internal").build();
        }
        // end: client
    }

    @AfterAll
    static void stop() {
        gateway.close();
        orders.close();
    }

    private static String uri() {
        return orders.uri("/orders/7").toString();
    }

    @Test
    void proves_callsOfRestClient() {
        RestClient http = gateway.context.getBean(RestClient.Builder.class).build();

        assertThat(http.get().uri(uri()).retrieve().body(String.class))
                .isEqualTo("order 7 for spiffe://shop.example/gateway");
    }

    @Test
    void proves_callsOfWebClient() {
        WebClient http = gateway.context.getBean(WebClient.Builder.class).build();

        assertThat(http.get().uri(uri()).retrieve().bodyToMono(String.class).block())
                .isEqualTo("order 7 for spiffe://shop.example/gateway");
    }

    @Test
    void refuses_toBuildWhatWouldProveNothing() {
        RestClient.Builder rest = gateway.context.getBean(RestClient.Builder.class).baseUrl(uri());
        WebClient.Builder web = gateway.context.getBean(WebClient.Builder.class).clone();

        assertThatThrownBy(() -> rest.requestFactory(new SimpleClientHttpRequestFactory()))
                .hasMessageContaining("RestClient.builder()");
        assertThatThrownBy(() -> web.clientConnector(new JdkClientHttpConnector()))
                .hasMessageContaining("WebClient.builder()");
    }

    @Test
    void refuses_toBuildWhatWouldProveNothing_alsoByAWayRound() {
        RestClient.Builder rest = gateway.context.getBean(RestClient.Builder.class);
        WebClient.Builder web = gateway.context.getBean(WebClient.Builder.class);

        assertThatThrownBy(() ->
                        rest.apply(builder -> builder.requestFactory(new SimpleClientHttpRequestFactory())))
                .hasMessageContaining("RestClient.builder()");
        assertThatThrownBy(() -> web.apply(builder -> builder.clientConnector(new JdkClientHttpConnector())))
                .hasMessageContaining("WebClient.builder()");
        assertThatThrownBy(() -> web.exchangeFunction(request -> Mono.empty()))
                .hasMessageContaining("exchangeFunction");
    }

    @Test
    void proves_nothingElsewhere() {
        RestClient http = gateway.context.getBean(RestClient.Builder.class).build();

        // The same server by another name is no declared destination.
        assertThatThrownBy(() -> http.get()
                        .uri(uri().replace("127.0.0.1", "localhost"))
                        .retrieve()
                        .body(String.class))
                .isInstanceOf(HttpClientErrorException.Unauthorized.class);
    }

    @Test
    void declares_whatThePropertiesSay() {
        assertThat(gateway.context.getBean(OutboundAuth.class).toString()).contains("127.0.0.1:" + orders.port());
    }
}
