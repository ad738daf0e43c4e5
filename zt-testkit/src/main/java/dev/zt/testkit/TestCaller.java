package dev.zt.testkit;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.testkit.CallTerms.Manner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a test's calls, and how: a workload with its token and proofs ({@link ZtScene#service}), or a client with access
 * tokens and DPoP proofs ({@link ZtScene#client}). What it shows is really signed, for the true verifier; each call gets a
 * proof of its own.
 *
 * <pre>{@code
 * http.send(zt.service("billing").scope("orders:read").prove(HttpRequest.newBuilder(uri)), BodyHandlers.ofString());
 * }</pre>
 *
 * <p>A call is wrong in one way at a time: whatever cannot be made together, such as {@code expired().stolen()} or {@code
 * signing().scope(…)}, throws an {@link IllegalStateException} at once.
 *
 * <p>Immutable, and safe for concurrent use; {@link #toString()} shows no credential.
 */
public final class TestCaller {
    private final Credentials who;
    private final CallTerms terms;
    private final @Nullable Map<String, List<TestCall.Header>> shownBefore;

    private TestCaller(Credentials who, CallTerms terms, @Nullable Map<String, List<TestCall.Header>> shownBefore) {
        this.who = who;
        this.terms = terms;
        this.shownBefore = shownBefore;
    }

    static TestCaller of(Credentials who) {
        return new TestCaller(who, CallTerms.USUAL, null);
    }

    /** What a caller has to show. */
    interface Credentials {
        /** The header fields of one call. */
        List<TestCall.Header> show(CallTerms terms, Sent sent);

        /** What a proof is good for: two calls of which this is the same can show the same one. */
        String boundTo(CallTerms terms, Sent sent);

        /**
         * The same workload as another instance.
         *
         * @throws IllegalStateException if its credentials name none
         */
        Credentials instance(String name);
    }

    private TestCaller with(CallTerms newTerms) {
        return new TestCaller(who, newTerms, shownBefore == null ? null : new ConcurrentHashMap<>());
    }

    /**
     * The same, limited to some scopes. A service's proof is narrowed to them, and without this it may do all that it is
     * granted; a client's access token holds them, and without this it holds none.
     *
     * @throws IllegalArgumentException if one of them is no scope, such as {@code orders:read}
     * @throws IllegalStateException if this is signing: a signature has no scopes
     */
    public TestCaller scope(String... scopes) {
        return with(terms.limitedTo(Scopes.of(scopes)));
    }

    /**
     * The same, calling another service than the one under test.
     *
     * @param audience what that service is addressed as
     * @throws IllegalArgumentException if it is no audience
     */
    public TestCaller to(String audience) {
        return with(terms.to(Audience.of(audience)));
    }

    /**
     * The same workload as another instance, with a key and a token of its own.
     *
     * @param name 1 to 128 of {@code A-Z}, {@code a-z}, {@code 0-9}, {@code .}, {@code _} and {@code -}
     * @throws IllegalStateException if this is a client: access tokens name no instance
     * @throws IllegalArgumentException if no instance can be called so
     */
    public TestCaller instance(String name) {
        return new TestCaller(who.instance(name), terms, shownBefore == null ? null : new ConcurrentHashMap<>());
    }

    /** The same with a token that expired an hour ago: {@code wit-expired}, {@code token-expired}. */
    public TestCaller expired() {
        return with(terms.in(Manner.EXPIRED));
    }

    /**
     * The same, showing one proof again and again: the first call is served, each after it is refused for {@code
     * proof-replayed}, {@code dpop-replayed} or {@code signature-replayed}. A proof that binds the request is repeated for
     * the same request alone.
     */
    public TestCaller replayed() {
        return new TestCaller(who, terms, new ConcurrentHashMap<>());
    }

    /**
     * The same as somebody would call who stole the token without its key: the proof is made by another key. {@code
     * proof-signature}, {@code dpop-other-key}, {@code signature-invalid}.
     */
    public TestCaller stolen() {
        return with(terms.in(Manner.STOLEN));
    }

    /**
     * The same with a clock of its own. By default a guard bears 30 seconds; a proof from further behind is {@code
     * proof-expired} or {@code dpop-expired}, one from further ahead {@code proof-too-far-ahead} or {@code
     * dpop-too-far-ahead}.
     *
     * @param ahead how far the caller's clock is ahead of all others; negative if it is behind
     */
    public TestCaller skewed(Duration ahead) {
        return with(terms.skewed(ahead));
    }

    /**
     * The same with its token as a plain bearer token and without a proof, as who has copied it from a log would try:
     * {@code scheme-not-accepted}, or {@code token-bound} where access tokens are accepted.
     */
    public TestCaller asBearer() {
        return with(terms.in(Manner.BEARER));
    }

    /**
     * The same with an access token that is bound to no key, which a policy accepts only where it says {@code bound: false}.
     *
     * @throws IllegalStateException if this is a service: its token is always bound
     */
    public TestCaller unbound() {
        if (who instanceof WorkloadCredentials) {
            throw new IllegalStateException(
                    "a workload's token is always bound to its key: use zt.client(…).unbound()");
        }
        return with(terms.in(Manner.UNBOUND));
    }

    /**
     * The same, proving each call by a signature over the whole request (RFC 9421), where the service accepts those.
     *
     * @throws IllegalStateException if this is a client: only workloads sign
     */
    public TestCaller signing() {
        if (!(who instanceof WorkloadCredentials)) {
            throw new IllegalStateException("only workloads sign their requests: use zt.service(…).signing()");
        }
        return with(terms.signed());
    }

    /** The same with the nonce that the service asked for ({@code DPoP-Nonce}); a service's proofs have none. */
    public TestCaller nonce(String nonce) {
        return with(terms.answering(nonce));
    }

    /**
     * The header fields of one call, fresh each time: {@code Workload-Identity-Token} and {@code Authorization}, or {@code
     * Authorization} and {@code DPoP}.
     *
     * @param uri where the call goes; only its path counts (and its query, if the request is signed): the service is
     *     addressed by its audience, whatever host the test reaches it by
     * @throws IllegalStateException if it is not known whom this calls: see {@link #to}
     */
    public List<TestCall.Header> headers(String method, URI uri) {
        return show(Sent.of(method, uri));
    }

    /**
     * The same for a call with content, which a caller that is {@linkplain #signing() signing} signs with it.
     *
     * @param contentType what the request says of it; null for nothing
     * @throws IllegalStateException if it is not known whom this calls: see {@link #to}
     */
    public List<TestCall.Header> headers(String method, URI uri, @Nullable String contentType, byte[] content) {
        return show(Sent.of(method, uri, contentType, content));
    }

    private List<TestCall.Header> show(Sent sent) {
        Map<String, List<TestCall.Header>> before = shownBefore;
        return before == null
                ? who.show(terms, sent)
                : before.computeIfAbsent(who.boundTo(terms, sent), binding -> who.show(terms, sent));
    }

    /**
     * A request of the platform's client without content, or with content that is not signed, as this caller makes it.
     *
     * @throws IllegalStateException if the request is not complete, or it is not known whom this calls
     */
    public HttpRequest prove(HttpRequest.Builder request) {
        HttpRequest.Builder proven = request.copy();
        HttpRequest bare = request.build();
        headers(bare.method(), bare.uri()).forEach(field -> proven.setHeader(field.name(), field.value()));
        return proven.build();
    }

    /** One call for {@link dev.zt.guard.Guard#admit}, without a socket: {@code guard.admit(caller.call("GET", "/orders/7").toCall())}. */
    public TestCall call(String method, String path) {
        TestCall bare = TestCall.of(method, path);
        return new TestCall(method, path, headers(method, URI.create(bare.path())));
    }

    @Override
    public String toString() {
        return who + terms.toString() + (shownBefore == null ? "" : " replayed");
    }
}
