package dev.zt.outbound;

import dev.zt.identity.WorkloadId;
import dev.zt.own.CallCredential;
import dev.zt.own.SecurityToken;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.ClientTls;
import dev.zt.tls.PeerMatcher;
import dev.zt.verify.AnswerResult;
import dev.zt.verify.AnswerVerifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Attaches what proves one identity to calls to declared destinations. Immutable but for the nonces that the servers ask
 * for; safe for concurrent use.
 *
 * <pre>{@code
 * HttpClient http = OutboundAuth.of(me).to("https://orders.internal").wrap(HttpClient.newHttpClient());
 * }</pre>
 */
public final class OutboundAuth {
    private final Presentation presentation;
    private final Map<Origin, Destination> destinations;
    private final boolean loopbackHttp;
    private final @Nullable ClientTls tls;
    private final AnswerVerifier answers;

    private OutboundAuth(
            Presentation presentation,
            Map<Origin, Destination> destinations,
            boolean loopbackHttp,
            @Nullable ClientTls tls,
            AnswerVerifier answers) {
        this.presentation = presentation;
        this.answers = answers;
        this.destinations = destinations;
        this.loopbackHttp = loopbackHttp;
        this.tls = tls;
    }

    // Made only where somebody is to be recognised by it: a client without it knows servers by their names.
    private static @Nullable ClientTls tls(ServiceIdentity identity, Map<Origin, Destination> destinations) {
        Map<URI, PeerMatcher> peers = new HashMap<>();
        destinations.forEach((origin, destination) -> destination
                .answering()
                .ifPresent(id -> peers.put(URI.create(origin.toString()), PeerMatcher.exactly(id))));
        return peers.isEmpty() ? null : identity.tlsTowards(peers);
    }

    /** Proofs of this identity, to nobody yet. */
    public static OutboundAuth of(ServiceIdentity identity) {
        return new OutboundAuth(
                Presentation.of(identity),
                Map.of(),
                false,
                null,
                new AnswerVerifier(identity.bundles(), identity.signatures(), identity.clock()));
    }

    /**
     * Lets plain HTTP go to the literal addresses 127.0.0.1 and [::1], by a client that is built with
     * {@code proxy(HttpClient.Builder.NO_PROXY)}; call it before {@link #to}. Default refused.
     */
    public OutboundAuth allowLoopbackHttp() {
        return new OutboundAuth(presentation, destinations, true, tls, answers);
    }

    /**
     * Declares a destination that is addressed by its origin.
     *
     * @throws IllegalArgumentException if it is no HTTPS origin
     */
    public OutboundAuth to(String origin) {
        return to(Destination.of(origin));
    }

    /**
     * Declares a destination that is addressed by its origin and must prove by its certificate who it is; the client then
     * comes from {@link #newClientBuilder()}.
     *
     * @param callee the SPIFFE ID of whoever must answer
     * @throws IllegalArgumentException if the one is no HTTPS origin, or the other no SPIFFE ID
     */
    public OutboundAuth to(String origin, String callee) {
        return to(Destination.of(origin).answeredBy(WorkloadId.of(callee)));
    }

    /**
     * Declares a destination.
     *
     * @throws IllegalArgumentException if its origin is plain HTTP, unless that is a loopback address and allowed; or
     *     if the identity has not what it is to be shown
     */
    public OutboundAuth to(Destination destination) {
        Origin origin = destination.origin();
        if (origin.isPlain() && !(loopbackHttp && origin.isLiteralLoopback())) {
            throw new IllegalArgumentException("credentials travel over https only; for 127.0.0.1 and [::1] call"
                    + " allowLoopbackHttp() first: " + destination);
        }
        if (!destination.isShownInRequests() && destination.answering().isEmpty()) {
            throw new IllegalArgumentException(
                    "a certificate is shown to nobody but whom it is meant for: call answeredBy(…) for " + destination);
        }
        ServiceIdentity identity = presentation.identity();
        if (destination.target().isPresent() ? identity.tokens().isEmpty() : !identity.isWorkload()) {
            throw new IllegalArgumentException(
                    destination.target().isPresent()
                            ? "no access tokens for " + destination + " without an authorization server (oauth.issuer)"
                            : "this process is no workload and can show " + destination
                                    + " access tokens only: declare it with accessToken(…)");
        }
        Map<Origin, Destination> more = new HashMap<>(destinations);
        more.put(origin, destination);
        return new OutboundAuth(presentation, Map.copyOf(more), loopbackHttp, tls(identity, more), answers);
    }

    /**
     * The same on behalf of whoever is served: at destinations declared with {@link Destination#exchangedToken} their
     * token is exchanged for one to the destination; calls to others are refused. Made for each request that is served,
     * which costs next to nothing.
     *
     * @param subject the token that came in, after it was verified
     */
    public OutboundAuth onBehalfOf(SecurityToken subject) {
        return new OutboundAuth(presentation.onBehalfOf(subject, null), destinations, loopbackHttp, tls, answers);
    }

    /** The same as {@link #onBehalfOf(SecurityToken)}, where a token says who acts (RFC 8693 §2.1). */
    public OutboundAuth onBehalfOf(SecurityToken subject, SecurityToken actor) {
        return new OutboundAuth(presentation.onBehalfOf(subject, actor), destinations, loopbackHttp, tls, answers);
    }

    /**
     * What one call shows, to be sent once; empty if the call does not go to a declared destination, or to one that is
     * shown a certificate alone. Waits, no longer
     * than five seconds, where an access token is needed and none is held yet.
     *
     * @throws dev.zt.own.IdentityUnavailableException if there is no valid identity or token
     * @throws IllegalStateException if the destination is called on somebody's behalf only and this is on nobody's, or
     *     the other way round
     */
    public Optional<CallCredential> credentialFor(OutboundCall call) {
        return destination(call.uri())
                .filter(Destination::isShownInRequests)
                .map(destination -> presentation.now(destination, call));
    }

    /** Waits for whatever {@link #credentialFor} would wait for; throws what that throws. */
    void await(OutboundCall call) {
        destination(call.uri()).filter(Destination::isShownInRequests).ifPresent(presentation::await);
    }

    /** The same without waiting; completed exceptionally by what {@link #credentialFor} throws. */
    public CompletionStage<Optional<CallCredential>> credentialSoon(OutboundCall call) {
        try {
            return destination(call.uri())
                    .filter(Destination::isShownInRequests)
                    .<CompletionStage<Optional<CallCredential>>>map(
                            destination -> presentation.soon(destination, call).thenApply(Optional::of))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Takes from an answer what the next call needs, such as a nonce; to be told of the answer to every proven call.
     *
     * @param headers all values of a header by its name, in any case
     * @return whether the same call may be answered better with a fresh credential, to be tried once if its content can
     *     be sent again
     */
    public boolean learn(OutboundCall call, int status, Function<String, List<String>> headers) {
        return destination(call.uri())
                .filter(Destination::isShownInRequests)
                .filter(destination -> presentation.learn(destination, status, headers))
                .isPresent();
    }

    /**
     * Checks the head of an answer, wherever {@linkplain Destination#answersSignedBy answers must be signed}; empty
     * elsewhere. An unproven answer must not be used, whatever its status, and no redirect be followed; of a proven one the
     * body is still to be compared, unless it can have none.
     *
     * @param shown what {@link #credentialFor} gave for this try of the call
     * @param headers all values of a header by its name, in any case
     */
    public Optional<AnswerResult> checkAnswer(
            OutboundCall call, CallCredential shown, int status, Function<String, List<String>> headers) {
        return destination(call.uri())
                .flatMap(Destination::answersSignedBy)
                .map(workload -> answers.verify(call.answerDemand(shown), status, headers, workload));
    }

    /**
     * Begins a call of any client. A destination that is not declared is shown nothing.
     *
     * @param method the request method with its case, such as {@code GET}
     * @param uri where the request goes, query included
     * @param headers all values of a header of the request, by its name in any case
     * @throws CallNotMadeException if the request carries credentials, wherever it goes, or what signing it would replace,
     *     or a {@code Txn-Token} to a destination that is not declared, or names another host to one that is; or if the
     *     method is no token
     */
    public OutboundExchange begin(String method, URI uri, Function<String, List<String>> headers)
            throws CallNotMadeException {
        try {
            return OutboundExchange.begin(this, method, uri, headers, false);
        } catch (IllegalArgumentException e) {
            throw new CallNotMadeException(e);
        }
    }

    /**
     * How a client recognises the destinations that must prove who they are; empty if there are none, so that the platform
     * decides everywhere.
     */
    public Optional<ClientTls> tls() {
        return Optional.ofNullable(tls);
    }

    /**
     * Lets a pool of connections know each time another certificate of this process is in place than before, for as long as
     * somebody else holds the pool.
     *
     * @param retire ends connections that nobody uses, and lets no new call begin on the others; called in the background
     */
    public <P> void onRenewal(P pool, Consumer<P> retire) {
        PoolRetirement.begin(presentation.identity(), pool, retire);
    }

    /**
     * Whether a connection began with a certificate of this process that is no longer the one held.
     *
     * @param shown what this process showed in its handshake; mostly nothing
     */
    public boolean isOutdated(List<? extends Certificate> shown) {
        return !shown.isEmpty()
                && presentation
                        .identity()
                        .certificate()
                        .filter(held -> held.chain().get(0).equals(shown.get(0)))
                        .isEmpty();
    }

    /**
     * Whether this shows the same identity to the same destinations as another one, on whosever behalf: what clients are
     * built with may then be replaced by it for single calls.
     */
    public boolean isOfSameClient(OutboundAuth other) {
        return presentation.identity() == other.presentation.identity()
                && destinations == other.destinations
                && tls == other.tls;
    }

    /** Whether calls are made on somebody's behalf, so that an answer is nobody else's. */
    public boolean isOnBehalf() {
        return presentation.isOnBehalf();
    }

    /** Whether answers of some destination must be signed, so that a client may take nothing of others, such as cookies. */
    public boolean wantsSignedAnswers() {
        return destinations.values().stream()
                .anyMatch(destination -> destination.answersSignedBy().isPresent());
    }

    /** Whether plain HTTP may go to loopback addresses; then a client must use no proxy, which would read it. */
    public boolean allowsLoopbackHttp() {
        return loopbackHttp;
    }

    boolean isDeclared(URI uri) {
        return destination(uri).isPresent();
    }

    boolean signs(URI uri) {
        return destination(uri).filter(Destination::isSigned).isPresent();
    }

    /** How much of an answer is held until it has been compared. */
    int mostHeld(URI uri) {
        return destination(uri).map(Destination::signedAnswersUpTo).orElse(0);
    }

    boolean wantsSignedAnswers(URI uri) {
        return destination(uri).flatMap(Destination::answersSignedBy).isPresent();
    }

    private Optional<Destination> destination(URI uri) {
        return Origin.of(uri).map(destinations::get);
    }

    /**
     * A client that proves its calls, with the defaults of {@link #newClientBuilder()}. When the certificate of this process
     * is replaced, its calls go over new connections.
     */
    public HttpClient newHttpClient() {
        return newHttpClient(newClientBuilder());
    }

    /**
     * The same as {@link #newHttpClient()} with more settings of the client, such as a connect timeout.
     *
     * @param builder from {@link #newClientBuilder()}; not used elsewhere afterwards, because each renewal builds by it
     * @throws IllegalArgumentException as {@link #wrap} does
     */
    public HttpClient newHttpClient(HttpClient.Builder builder) {
        RenewedClient clients = new RenewedClient(presentation.identity(), builder);
        requireCareful(clients.get());
        return new ProvingHttpClient(clients, this);
    }

    /**
     * The beginning of a client that {@link #wrap} accepts: it recognises the destinations that must prove who they are,
     * and follows no redirects by itself. Where plain HTTP to loopback is allowed it uses no proxy.
     */
    public HttpClient.Builder newClientBuilder() {
        HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
        if (loopbackHttp) {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        return tls == null ? builder : builder.sslContext(tls.context());
    }

    /**
     * A client that proves every call to a declared destination, follows redirects within one origin with a new proof
     * each, and repeats a call once with a fresh proof if the first one was refused with 401. To destinations that are
     * {@linkplain Destination#signed() shown signatures}, content goes only as the JDK's own publishers of texts, bytes and
     * nothing give it, because it is hashed before it is sent. Where {@linkplain Destination#answersSignedBy answers must be
     * signed}, each that is not fails with {@link UnprovenAnswerException}: bodies are held until they were compared, and
     * nothing of a wrong one is handed on; pushed answers are not taken.
     *
     * <p>Calls to other origins pass unchanged; a request with credentials of its own is refused wherever it goes. What an
     * answer shows of its request has no proofs in it. An answer that another try follows is read for no longer than a
     * second and 64 KiB, and its connection given up then. The wrapped client stays the owner of its connections and threads; closing the wrapper closes it.
     *
     * @throws IllegalArgumentException if the client follows redirects itself, has an authenticator, or may use a proxy
     *     where plain HTTP to loopback is allowed, or does not recognise a destination that must prove who it is: each
     *     could send a proof where it does not belong; or if it keeps cookies where answers must be signed, for it would keep
     *     those of unproven ones
     */
    public HttpClient wrap(HttpClient client) {
        requireCareful(client);
        return new ProvingHttpClient(() -> client, this);
    }

    /**
     * The same client, which hands redirects on to its user and follows none. Both share their connections, and to close one
     * is to close the other.
     *
     * @param proving made by {@link #newHttpClient} or {@link #wrap}
     * @throws IllegalArgumentException if it is another one
     */
    public static HttpClient leavingRedirects(HttpClient proving) {
        if (proving instanceof ProvingHttpClient own) {
            return own.leavingRedirects();
        }
        throw new IllegalArgumentException(
                "the client proves nothing: make it by OutboundAuth.newHttpClient() or OutboundAuth.wrap(…)");
    }

    private void requireCareful(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects itself (Redirect.NEVER)");
        }
        if (client.authenticator().isPresent()) {
            throw new IllegalArgumentException("the client must not have an authenticator of its own");
        }
        // A client that states no proxy uses the platform's default one, which would read plain HTTP.
        if (loopbackHttp && client.proxy().orElse(null) != HttpClient.Builder.NO_PROXY) {
            throw new IllegalArgumentException("plain HTTP to loopback needs a client that uses no proxy: build it with"
                    + " .proxy(HttpClient.Builder.NO_PROXY)");
        }
        if (client.cookieHandler().isPresent() && wantsSignedAnswers()) {
            throw new IllegalArgumentException(
                    "the client keeps cookies before anybody knows whether an answer is signed:"
                            + " build it without a cookieHandler");
        }
        if (tls != null && client.sslContext() != tls.context()) {
            throw new IllegalArgumentException("a destination must prove who it is, and this client does not ask: build"
                    + " the client from newClientBuilder()");
        }
    }

    @Override
    public String toString() {
        return "OutboundAuth[" + presentation.identity() + " to " + destinations.keySet() + "]";
    }
}
