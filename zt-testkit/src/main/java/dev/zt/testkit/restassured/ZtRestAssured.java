package dev.zt.testkit.restassured;

import dev.zt.testkit.ResponseAssertion;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestResponse;
import dev.zt.testkit.ZtAssertions;
import dev.zt.testkit.ZtScene;
import io.restassured.filter.Filter;
import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Callers and assertions for REST Assured.
 *
 * <pre>{@code
 * assertThatResponse(zt, given().filter(proof(zt.service("billing"))).get("/orders/1")).isServed();
 * }</pre>
 */
public final class ZtRestAssured {
    private ZtRestAssured() {}

    /**
     * Lets requests be made by a caller, with a fresh proof each time. Content is not signed: a caller that is {@linkplain
     * TestCaller#signing() signing} can make requests without content alone.
     */
    public static Filter proof(TestCaller caller) {
        return (request, response, context) -> {
            caller.headers(request.getMethod(), URI.create(request.getURI()))
                    .forEach(field -> request.replaceHeader(field.name(), field.value()));
            return context.next(request, response);
        };
    }

    /**
     * An answer to be judged together with what a guard that records in a scene decided last.
     *
     * @throws AssertionError if it has decided nothing since an answer was judged
     */
    public static ResponseAssertion assertThatResponse(ZtScene scene, Response response) {
        return scene.assertThatResponse(response(response));
    }

    /** The same by the answer alone, which does not show that any guard stands before the handler. */
    public static ResponseAssertion assertThatResponse(Response response) {
        return ZtAssertions.assertThatResponse(response(response));
    }

    /** An answer as {@link dev.zt.testkit.ZtScene#assertThatResponse(TestResponse)} takes it. */
    public static TestResponse response(Response response) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.getHeaders()
                .forEach(field -> headers.computeIfAbsent(field.getName(), name -> new ArrayList<>())
                        .add(field.getValue()));
        return new TestResponse(
                response.getStatusCode(), headers, response.getBody().asString());
    }
}
