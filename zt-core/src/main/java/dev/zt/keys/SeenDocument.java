package dev.zt.keys;

import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.Fetched;
import dev.zt.jose.Sha256;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** A document as it was seen, so that it need not be sent or read again. Immutable. */
final class SeenDocument {
    private final URI url;
    private final Optional<String> tag;
    private final byte[] digest;

    private SeenDocument(URI url, Optional<String> tag, byte[] digest) {
        this.url = url;
        this.tag = tag;
        this.digest = digest;
    }

    static SeenDocument of(URI url, Fetched.Answer answer) {
        return new SeenDocument(
                url, answer.header("ETag").filter(FetchRequest::isHeaderValue), Sha256.of(answer.body()));
    }

    /** The entity tag by which the server at this URL knows it (RFC 9110 §8.8.3). */
    Optional<String> tagAt(URI asked) {
        return url.equals(asked) ? tag : Optional.empty();
    }

    boolean isBodyOf(Fetched.Answer answer) {
        return Arrays.equals(digest, Sha256.of(answer.body()));
    }
}
