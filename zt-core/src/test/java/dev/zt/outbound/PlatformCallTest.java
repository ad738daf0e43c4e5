package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformCallTest {
    private static HttpRequest.Builder get(String uri, Map<String, List<String>> fields) {
        return PlatformCall.request("GET", uri, fields, BodyPublishers.noBody());
    }

    @Test
    void carries_whatARequestHas() {
        HttpRequest request = get("https://orders.internal/orders?x=%2F", Map.of("X-Seen", List.of("a", "b")))
                .build();

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).hasToString("https://orders.internal/orders?x=%2F");
        assertThat(request.headers().map()).isEqualTo(Map.of("X-Seen", List.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "content-length", "EXPECT", "Host", "Transfer-Encoding", "Upgrade"})
    void leaves_whatThePlatformSets(String name) {
        assertThat(get("https://orders.internal", Map.of(name, List.of("5")))
                        .build()
                        .headers()
                        .map())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\nsecret", "secret\u0000", "secret\u20ac"})
    void tells_noValueOfAField(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> get("https://orders.internal", Map.of("X-Api-Key", List.of(value))))
                .withMessageContaining("X-Api-Key")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://my_host/p?token=secret",
                "ftp://host/secret",
                "/secret",
                "secret:x",
                "https://host/ secret",
                "https://secret@:x"
            })
    void tells_noneOfAUrl(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> get(uri, Map.of()))
                .withMessageContaining("the URL of the request")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void takes_noNegativeTimeout() {
        assertThatIllegalArgumentException().isThrownBy(() -> PlatformCall.timed(Duration.ofMillis(-1)));
    }
}
