package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.Redaction;
import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a test got it, whoever sent the request. Immutable; {@link #toString()} shows no value of a field.
 *
 * @param headers the values of each field by its name, in any case
 * @param body as text; empty if there is none
 * @param request method and path of the request that it answers, such as {@code GET /orders/7}; null where that is not known
 */
public record TestResponse(
        int status,
        Map<String, List<String>> headers,
        String body,
        @Nullable String request) {
    /** Copies the fields, with their names in lower case. */
    public TestResponse {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .addAll(values));
        headers = Map.copyOf(lower);
        if (request != null && request.indexOf(' ') < 0) {
            throw new IllegalArgumentException("'" + request + "' is no method and path: write such as GET /orders/7");
        }
    }

    /** An answer to nobody knows what: any decision counts as the one on it. */
    public TestResponse(int status, Map<String, List<String>> headers, String body) {
        this(status, headers, body, null);
    }

    /** An answer to the platform's client; content that is neither text nor bytes counts as none. */
    public static TestResponse of(HttpResponse<?> response) {
        HttpRequest asked = response.request();
        return new TestResponse(response.statusCode(), response.headers().map(), text(response.body()))
                .to(asked.method(), asked.uri().getRawPath());
    }

    /** The same as the answer to this request: only a decision on this method and path counts as the one on it. */
    public TestResponse to(String method, String rawPath) {
        return new TestResponse(status, headers, body, method + " " + (rawPath.isEmpty() ? "/" : rawPath));
    }

    /** Whether a decision can be the one on the request. */
    boolean isDecidedBy(AuditEvent decision) {
        if (request == null) {
            return true;
        }
        int space = request.indexOf(' ');
        return decision.text(AuditField.METHOD).equals(Redaction.method(request.substring(0, space)))
                && decision.text(AuditField.PATH).equals(Redaction.path(request.substring(space + 1)));
    }

    private static String text(Object body) {
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return body instanceof String text ? text : "";
    }

    /** What a guard answers to a call; one that it lets in is answered 200 with its fields and nothing else. */
    public static TestResponse of(Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            Answer answer = refused.answer();
            return new TestResponse(
                    answer.status(), fields(answer.headers()), new String(answer.body(), StandardCharsets.UTF_8));
        }
        return new TestResponse(200, fields(((Admission.Granted) admission).headers()), "");
    }

    private static Map<String, List<String>> fields(List<Answer.Header> headers) {
        Map<String, List<String>> fields = new TreeMap<>();
        headers.forEach(field ->
                fields.computeIfAbsent(field.name(), key -> new ArrayList<>()).add(field.value()));
        return fields;
    }

    /** The values of a field, by its name in any case. */
    public List<String> values(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String toString() {
        return "TestResponse[" + status + ", " + headers.keySet() + "]";
    }
}
