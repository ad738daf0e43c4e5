package dev.zt.testkit.spring;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.ResponseAssertion;
import dev.zt.testkit.TestCall;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestResponse;
import dev.zt.testkit.ZtAssertions;
import dev.zt.testkit.ZtScene;
import dev.zt.verify.Rejection;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultMatcher;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/**
 * Callers and expectations for MockMvc.
 *
 * <pre>{@code
 * mvc.perform(get("/orders/1").with(proof(zt.service("billing").scope("orders:read")))).andExpect(served(zt));
 * mvc.perform(get("/orders/1").with(proof(zt.service("stranger")))).andExpect(deniedFor(zt, DenyReason.NOT_ALLOWED));
 * }</pre>
 *
 * <p>An expectation with a scene looks at what the guard has recorded: it needs a guard of the scene, and one that decided on this
 * request. An expectation without one looks at the answer alone, which does not show that any guard stands before the handler.
 *
 * <p>A request is one from and to the loopback address 127.0.0.1, unless the test has said {@code secure(true)}.
 */
public final class ZtMockMvc {
    private ZtMockMvc() {}

    /** Lets a request be made by a caller, with a fresh proof each time it is performed. */
    public static RequestPostProcessor proof(TestCaller caller) {
        return request -> {
            for (TestCall.Header field : headers(caller, request)) {
                request.removeHeader(field.name());
                request.addHeader(field.name(), field.value());
            }
            return request;
        };
    }

    private static List<TestCall.Header> headers(TestCaller caller, MockHttpServletRequest request) {
        String method = String.valueOf(request.getMethod());
        String query = request.getQueryString();
        URI uri = URI.create("http://localhost" + request.getRequestURI() + (query == null ? "" : "?" + query));
        byte[] content = request.getContentAsByteArray();
        return content == null
                ? caller.headers(method, uri)
                : caller.headers(method, uri, request.getContentType(), content);
    }

    /** Expects that a guard that records in a scene let the call in, and that the application did not fail. */
    public static ResultMatcher served(ZtScene scene) {
        return result -> scene.assertThatResponse(response(result)).isServed();
    }

    /** Expects an answer as of a call that was let in: a status below 400, with or without a guard. */
    public static ResultMatcher served() {
        return result -> assertThatResponse(result).isServed();
    }

    /** Expects an answer as of a refusal of the class of this reason, whoever gave it. */
    public static ResultMatcher deniedFor(DenyReason reason) {
        return deniedFor(reason.id());
    }

    /** Expects an answer as of a refusal of the class of this reason, whoever gave it. */
    public static ResultMatcher deniedFor(Rejection reason) {
        return deniedFor(reason.id());
    }

    /** Expects an answer as of a refusal of the class of this reason, a word of {@code docs/reasons.md}, whoever gave it. */
    public static ResultMatcher deniedFor(String reason) {
        return result -> assertThatResponse(result).isDeniedFor(reason);
    }

    /** Expects a refusal for exactly this reason, a word of {@code docs/reasons.md}, from a guard that records in a scene. */
    public static ResultMatcher deniedFor(ZtScene scene, String reason) {
        return result -> scene.assertThatResponse(response(result)).isDeniedFor(reason);
    }

    /** Expects a refusal for exactly this reason from a guard that records in a scene. */
    public static ResultMatcher deniedFor(ZtScene scene, DenyReason reason) {
        return deniedFor(scene, reason.id());
    }

    /** Expects a refusal for exactly this reason from a guard that records in a scene. */
    public static ResultMatcher deniedFor(ZtScene scene, Rejection reason) {
        return deniedFor(scene, reason.id());
    }

    /** The answer to a performed request, to be judged. */
    public static ResponseAssertion assertThatResponse(MvcResult result) {
        return assertThatResponse(result.getResponse());
    }

    /** An answer to be judged. */
    public static ResponseAssertion assertThatResponse(MockHttpServletResponse response) {
        return ZtAssertions.assertThatResponse(response(response));
    }

    /** The answer to a performed request as {@link ZtScene#assertThatResponse(TestResponse)} takes it. */
    public static TestResponse response(MvcResult result) {
        MockHttpServletRequest request = result.getRequest();
        return response(result.getResponse())
                .to(String.valueOf(request.getMethod()), String.valueOf(request.getRequestURI()));
    }

    /** An answer as {@link ZtScene#assertThatResponse(TestResponse)} takes it, to a request that is not known. */
    public static TestResponse response(MockHttpServletResponse response) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.getHeaderNames().forEach(name -> headers.put(name, List.copyOf(response.getHeaders(name))));
        try {
            return new TestResponse(response.getStatus(), headers, response.getContentAsString());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("the answer names an encoding that the platform has not", e);
        }
    }
}
