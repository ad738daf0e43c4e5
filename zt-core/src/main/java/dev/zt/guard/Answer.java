package dev.zt.guard;

import dev.zt.identity.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a refused caller is told: the class of the refusal and nothing of the check that failed (RFC 9457).
 *
 * <p>Only a proven caller learns which scopes it lacks. Immutable.
 */
public final class Answer {
    private static final String REASONS = "https://zt.dev/reasons#";

    private final int status;
    private final Map<String, String> headers;
    private final String body;

    private Answer(int status, Map<String, String> headers, String body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer badRequest() {
        return of(400, "bad-request", "The request or its token cannot be accepted", null, Map.of());
    }

    // draft-ietf-wimse-wpt-02: the challenge has no parameters. RFC 9110 §15.5.2: a 401 carries one.
    static Answer proofRequired() {
        return of(401, "proof-required", "A workload proof is required", null, Map.of("WWW-Authenticate", "WPT"));
    }

    static Answer forbidden() {
        return of(403, "forbidden", "The caller may not do this", null, Map.of());
    }

    static Answer scopeMissing(Scopes missing) {
        return of(403, "scope-missing", "The caller lacks a scope", missing, Map.of());
    }

    static Answer unavailable(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return of(
                503,
                "unavailable",
                "The caller cannot be verified now",
                null,
                Map.of("Retry-After", Long.toString(seconds)));
    }

    private static Answer of(
            int status, String type, String title, @Nullable Scopes missing, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/problem+json");
        headers.put("Cache-Control", "no-store");
        headers.putAll(more);
        // A scope holds neither quotation mark nor backslash by its grammar, so it needs no escaping.
        String scopes = Optional.ofNullable(missing)
                .map(s -> ",\"missing_scopes\":\"" + s + "\"")
                .orElse("");
        String body =
                "{\"type\":\"" + REASONS + type + "\",\"title\":\"" + title + "\",\"status\":" + status + scopes + "}";
        return new Answer(status, Map.copyOf(headers), body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields by name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The content: a problem document in JSON. */
    public byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
