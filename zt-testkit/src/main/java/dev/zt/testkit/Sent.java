package dev.zt.testkit;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import dev.zt.own.SignableRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request as far as its proof may depend on it. Immutable. */
final class Sent {
    private final String method;
    private final URI uri;
    private final SignableRequest whole;
    private final String content;

    private Sent(String method, URI uri, SignableRequest whole, String content) {
        this.method = method;
        this.uri = uri;
        this.whole = whole;
        this.content = content;
    }

    static Sent of(String method, URI uri) {
        return new Sent(method, uri, SignableRequest.of(method, uri), "");
    }

    static Sent of(String method, URI uri, @Nullable String contentType, byte[] content) {
        SignableRequest bare = SignableRequest.of(method, uri);
        SignableRequest typed = contentType == null ? bare : bare.field("Content-Type", contentType);
        byte[] digest = Sha256.of(content);
        return new Sent(method, uri, typed.content(digest), " " + contentType + " " + Base64Url.encode(digest));
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    /** All of it, to be signed. */
    SignableRequest whole() {
        return whole;
    }

    /** What a signature binds. */
    String signed() {
        return this + content;
    }

    /** What a proof that binds method and URI binds. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
