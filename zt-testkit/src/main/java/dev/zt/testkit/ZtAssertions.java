package dev.zt.testkit;

import dev.zt.guard.Admission;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * Judges the answers of a service behind a guard, for static import. {@link ZtScene} has the same for those who want the
 * recorded reason compared as well.
 */
public final class ZtAssertions {
    private ZtAssertions() {}

    /** An answer to the platform's client. */
    public static ResponseAssertion assertThatResponse(HttpResponse<?> response) {
        return ResponseAssertion.of(TestResponse.of(response));
    }

    /** What a guard said, like the answer that it would give, and by its exact reason. */
    public static ResponseAssertion assertThatResponse(Admission admission) {
        return ResponseAssertion.of(admission);
    }

    /** An answer from elsewhere. */
    public static ResponseAssertion assertThatResponse(TestResponse response) {
        return ResponseAssertion.of(response);
    }

    /** An answer from elsewhere, by its parts. */
    public static ResponseAssertion assertThatResponse(int status, Map<String, List<String>> headers, String body) {
        return ResponseAssertion.of(new TestResponse(status, headers, body));
    }
}
