package dev.zt.springclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.outbound.CallNotMadeException;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class ContentTest {
    private final Shop shop = new Shop();
    private final HttpClient signing = shop.proving(shop.signed()).newHttpClient();

    @AfterEach
    void close() {
        shop.close();
    }

    private RestClient restClient(int contentUpTo) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(ZtSpringClient.holding(signing, contentUpTo)))
                .build();
    }

    private WebClient webClient(int contentUpTo) {
        return WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(ZtSpringClient.holding(signing, contentUpTo)))
                .build();
    }

    private RestClient.RequestBodySpec streaming(RestClient http) {
        return http.post()
                .uri(shop.place("/orders"))
                .contentType(MediaType.TEXT_PLAIN)
                .body(new InputStreamResource(
                        new ByteArrayInputStream("seven of them".getBytes(StandardCharsets.UTF_8))));
    }

    private WebClient.RequestHeadersSpec<?> streaming(WebClient http) {
        return http.post()
                .uri(shop.place("/orders"))
                .contentType(MediaType.TEXT_PLAIN)
                .body(Flux.just("seven", " of", " them").delayElements(Duration.ofMillis(5)), String.class);
    }

    @Test
    void signs_contentThatComesAsAStream() {
        assertThat(streaming(restClient(13)).retrieve().body(String.class)).isEqualTo("seven of them");
        assertThat(streaming(webClient(13)).retrieve().bodyToMono(String.class).block())
                .isEqualTo("seven of them");

        assertThat(shop.service.received())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.caller()).contains(shop.gateway.id()));
    }

    @Test
    void sends_nothingOfContentThatIsTooLong() {
        assertThatThrownBy(() -> streaming(restClient(12)).retrieve().body(String.class))
                .isInstanceOf(ResourceAccessException.class)
                .hasMessageContaining("more than 12 bytes")
                .hasCauseInstanceOf(CallNotMadeException.class);
        assertThatThrownBy(() -> streaming(webClient(12))
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .isInstanceOf(WebClientRequestException.class)
                .hasMessageContaining("more than 12 bytes")
                .hasCauseInstanceOf(CallNotMadeException.class);

        assertThat(shop.service.received()).isEmpty();
    }

    @Test
    void sends_nothingOfContentThatCannotBeRead() {
        WebClient.RequestHeadersSpec<?> broken = webClient(100)
                .post()
                .uri(shop.place("/orders"))
                .body(Flux.concat(Flux.just("seven"), Flux.error(new ArithmeticException("broken"))), String.class);

        assertThatThrownBy(() -> broken.retrieve().bodyToMono(String.class).block())
                .hasRootCauseInstanceOf(ArithmeticException.class);

        assertThat(shop.service.received()).isEmpty();
    }

    @Test
    void takes_noMoreContentForAnAnswerThatNobodyWaitsFor() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Flux<String> endless = Flux.interval(Duration.ofMillis(5))
                .map(String::valueOf)
                .doOnNext(part -> begun.countDown())
                .doOnCancel(ended::countDown);
        Disposable call = webClient(1 << 20)
                .post()
                .uri(shop.place("/orders"))
                .body(endless, String.class)
                .retrieve()
                .toBodilessEntity()
                .subscribe();

        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        call.dispose();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shop.service.received()).isEmpty();
    }

    @Test
    void refuses_aLimitBelowNothing() {
        assertThatThrownBy(() -> ZtSpringClient.holding(signing, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
