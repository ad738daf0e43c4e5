package dev.zt.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is answered in the application's place: to a refused caller the class of the refusal and nothing of the
 * check that failed (RFC 9457), or the metadata of this service.
 *
 * <p>Only a proven caller learns which scopes it lacks. Immutable.
 */
public final class Answer {
    /**
     * One header field. Several fields may have the same name; each is sent as a field of its own.
     *
     * @param name a token (RFC 9110 §5.1)
     * @param value printable ASCII that neither begins nor ends with a space
     */
    public record Header(String name, String value) {
        /**
         * Checks both grammars, so that no value can begin a second field.
         *
         * @throws IllegalArgumentException if one of them is broken
         */
        public Header {
            if (!FieldText.isToken(name) || !FieldText.isValue(value)) {
                throw new IllegalArgumentException("not a header field");
            }
        }
    }

    private final int status;
    private final List<Header> headers;
    private final String title;
    private final String body;

    private Answer(int status, List<Header> headers, String title, String body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.title = title;
        this.body = body;
    }

    /**
     * A problem document.
     *
     * @param members what stands behind the status, such as {@code ,"name":"value"}, or nothing
     */
    static Answer problem(RefusalClass refusal, String members, List<Header> more) {
        List<Header> headers = new ArrayList<>(more.size() + 2);
        headers.add(new Header("Content-Type", "application/problem+json"));
        headers.add(new Header("Cache-Control", "no-store"));
        headers.addAll(more);
        String body = "{\"type\":\"" + refusal.type() + "\",\"title\":\"" + refusal.title() + "\",\"status\":"
                + refusal.status() + members + "}";
        return new Answer(refusal.status(), headers, refusal.title(), body);
    }

    /** A document for everybody, in JSON. */
    static Answer document(String json, Duration maxAge) {
        List<Header> headers = List.of(
                new Header("Content-Type", "application/json"),
                new Header("Cache-Control", "max-age=" + maxAge.toSeconds()));
        return new Answer(200, headers, "", json);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields in order; a name may stand several times, as {@code WWW-Authenticate} does. */
    public List<Header> headers() {
        return headers;
    }

    /** The class of a refusal in one sentence, for protocols without content of errors; empty if nothing is refused. */
    public String title() {
        return title;
    }

    /** The content, in JSON: of a refusal a problem document. The answer to {@code HEAD} is the same without it. */
    public byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
