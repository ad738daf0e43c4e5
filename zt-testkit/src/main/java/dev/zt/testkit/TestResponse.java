package dev.zt.testkit;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as a test got it, whoever sent the request. Immutable; {@link #toString()} shows no value of a field.
 *
 * @param headers the values of each field by its name, in any case
 * @param body as text; empty if there is none
 */
public record TestResponse(int status, Map<String, List<String>> headers, String body) {
    /** Copies the fields, with their names in lower case. */
    public TestResponse {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .addAll(values));
        headers = Map.copyOf(lower);
    }

    /** An answer to the platform's client; content that is neither text nor bytes counts as none. */
    public static TestResponse of(HttpResponse<?> response) {
        return new TestResponse(response.statusCode(), response.headers().map(), text(response.body()));
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
