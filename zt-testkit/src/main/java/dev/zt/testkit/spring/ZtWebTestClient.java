package dev.zt.testkit.spring;

import dev.zt.testkit.ResponseAssertion;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestResponse;
import dev.zt.testkit.ZtAssertions;
import dev.zt.testkit.ZtScene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.test.web.reactive.server.ExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClientConfigurer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Callers and assertions for {@code WebTestClient}, and for {@code WebClient}.
 *
 * <pre>{@code
 * var result = client.mutateWith(proof(zt.service("billing"))).get().uri("/orders/1").exchange().returnResult(String.class);
 * assertThatResponse(zt, result).isServed();
 * }</pre>
 */
public final class ZtWebTestClient {
    private ZtWebTestClient() {}

    /** Lets all requests of a {@link WebTestClient} be made by a caller, with a fresh proof each time. */
    public static WebTestClientConfigurer proof(TestCaller caller) {
        return (builder, server, connector) -> builder.filter(filter(caller));
    }

    /**
     * The same as a filter, for {@link WebTestClient.Builder#filter} and for {@code WebClient}. Content is not signed: a caller
     * that is {@linkplain TestCaller#signing() signing} can make requests without content alone.
     */
    public static ExchangeFilterFunction filter(TestCaller caller) {
        return (request, next) -> next.exchange(ClientRequest.from(request)
                .headers(headers -> caller.headers(request.method().name(), request.url())
                        .forEach(field -> headers.set(field.name(), field.value())))
                .build());
    }

    /**
     * The answer to an exchange whose content was read, such as by {@code returnResult(String.class)} or {@code expectBody()},
     * together with what a guard that records in a scene decided on it.
     *
     * @throws AssertionError if none did
     */
    public static ResponseAssertion assertThatResponse(ZtScene scene, ExchangeResult result) {
        return scene.assertThatResponse(response(result));
    }

    /** The same by the answer alone, which does not show that any guard stands before the handler. */
    public static ResponseAssertion assertThatResponse(ExchangeResult result) {
        return ZtAssertions.assertThatResponse(response(result));
    }

    /** An answer as {@link dev.zt.testkit.ZtScene#assertThatResponse(TestResponse)} takes it. */
    public static TestResponse response(ExchangeResult result) {
        byte[] content = result.getResponseBodyContent();
        Map<String, List<String>> headers = new TreeMap<>();
        // By the one way that headers of Spring 6 and 7 have in common.
        result.getResponseHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        return new TestResponse(
                        result.getStatus().value(),
                        headers,
                        content == null ? "" : new String(content, StandardCharsets.UTF_8))
                .to(result.getMethod().name(), result.getUrl().getRawPath());
    }
}
