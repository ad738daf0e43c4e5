package dev.zt.fetch;

import java.net.http.HttpHeaders;
import java.util.Optional;

/** What came of a fetch. Exactly one of the two. */
public sealed interface Fetched {
    /** The server answered, with whatever status. Immutable but for its bytes, which belong to whoever asked. */
    final class Answer implements Fetched {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        /** An answer as it came; takes the bytes over. */
        public Answer(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /** The status code. */
        public int status() {
            return status;
        }

        /** All headers. */
        public HttpHeaders headers() {
            return headers;
        }

        /** The first value of a header. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The body, not a copy. */
        public byte[] body() {
            return body;
        }

        @Override
        public String toString() {
            return "Answer[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * There was no answer, or none that may be taken in.
     *
     * @param problem in words, for an operator; fit for a log line, and without secrets
     */
    record Failed(String problem) implements Fetched {}
}
