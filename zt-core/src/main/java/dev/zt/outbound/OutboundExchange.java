package dev.zt.outbound;

import dev.zt.own.CallCredential;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.TransactionToken;
import dev.zt.verify.AnswerResult;
import dev.zt.verify.BodyComparison;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of any client, from its first try to its last: what each try shows, and what its answers are worth. Whoever makes
 * a client prove its calls translates to this and decides nothing; see {@link OutboundAuth#begin}. For one thread at a
 * time.
 *
 * <pre>{@code
 * OutboundExchange exchange = auth.begin("GET", uri, request::headers);
 * exchange.show().forEach(request::setHeader);
 * switch (exchange.answered(answer.status(), answer::headers, true)) { … }
 * }</pre>
 */
public final class OutboundExchange {
    private static final String TRANSACTION = "Txn-Token";
    private static final List<String> CREDENTIALS = List.of("Authorization", "Workload-Identity-Token", "DPoP");
    private static final List<String> SIGNATURES = List.of("Content-Digest", "Signature-Input", "Signature");

    private final OutboundAuth auth;
    private final String method;
    private final URI uri;
    private final Function<String, List<String>> headers;
    private OutboundCall call;
    private @Nullable CallCredential shown;
    private boolean retried;

    private OutboundExchange(
            OutboundAuth auth, String method, URI uri, Function<String, List<String>> headers, boolean retried) {
        this.auth = auth;
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.call = call();
        this.retried = retried;
    }

    static OutboundExchange begin(
            OutboundAuth auth, String method, URI uri, Function<String, List<String>> headers, boolean retried) {
        requireAcceptable(auth, uri, headers);
        return new OutboundExchange(auth, method, uri, headers, retried);
    }

    private static void requireAcceptable(OutboundAuth auth, URI uri, Function<String, List<String>> headers) {
        if (hasAny(headers, CREDENTIALS)) {
            throw new IllegalArgumentException(
                    "the request carries credentials already; use an unwrapped client for it");
        }
        // Behind one address there may be several hosts, and the proof would reach another than was declared.
        if (auth.isDeclared(uri) && !isNamed(uri, headers.apply("Host"))) {
            throw new IllegalArgumentException(
                    "the request names another host than it goes to: leave the field Host out");
        }
        if (auth.signs(uri) && hasAny(headers, SIGNATURES)) {
            throw new IllegalArgumentException("the request has fields that signing it would replace: " + SIGNATURES);
        }
        List<String> transactions = headers.apply(TRANSACTION);
        if (transactions.size() > 1 || (!transactions.isEmpty() && !auth.isDeclared(uri))) {
            throw new IllegalArgumentException("a request carries one " + TRANSACTION + ", to a declared destination");
        }
    }

    private static boolean isNamed(URI uri, List<String> hosts) {
        return hosts.isEmpty()
                || (hosts.size() == 1
                        && Origin.of(uri)
                                .filter(origin -> origin.isNamedBy(hosts.get(0)))
                                .isPresent());
    }

    private static boolean hasAny(Function<String, List<String>> headers, List<String> names) {
        return names.stream().anyMatch(name -> !headers.apply(name).isEmpty());
    }

    private OutboundCall call() {
        OutboundCall plain = OutboundCall.of(method, uri);
        List<String> transactions = headers.apply(TRANSACTION);
        OutboundCall read = transactions.isEmpty() ? plain : plain.carrying(TransactionToken.of(transactions.get(0)));
        if (auth.signs(uri)) {
            for (String type : headers.apply("Content-Type")) {
                read = read.field("Content-Type", type);
            }
        }
        return read;
    }

    /**
     * Whether content has to be told of by {@link #content} before anything is shown, because it is signed. It must be able to
     * start over then, since it is hashed before it is sent.
     */
    public boolean signsContent() {
        return auth.signs(uri);
    }

    /** Whether the answer must be signed, so that nothing else may be taken for one, such as what comes before it. */
    public boolean wantsSignedAnswer() {
        return auth.wantsSignedAnswers(uri);
    }

    /**
     * Tells of the content of the request.
     *
     * @param sha256 the SHA-256 of all of it, as it is sent
     * @throws IllegalArgumentException if that has not 32 bytes
     */
    public void content(byte[] sha256) {
        call = call.content(sha256);
    }

    /**
     * Waits for whatever {@link #show} would wait for, for clients that show nothing before they have a connection.
     *
     * @throws CallNotMadeException if {@link #show} would throw it
     */
    public void await() throws CallNotMadeException {
        try {
            auth.await(call);
        } catch (IdentityUnavailableException | IllegalStateException e) {
            throw new CallNotMadeException(e);
        }
    }

    /**
     * The header fields of the next try, to be set in place of any of the same name and sent once; none if the call goes where
     * nothing is shown in requests. Waits, no longer than five seconds, where an access token is needed and none is held yet.
     *
     * @throws CallNotMadeException if there is no valid identity or token; if the destination is called on somebody's behalf
     *     only and this is on nobody's, or the other way round; or if no signature can cover the request
     */
    public Map<String, String> show() throws CallNotMadeException {
        try {
            return showing(auth.credentialFor(call));
        } catch (IdentityUnavailableException | IllegalStateException | IllegalArgumentException e) {
            throw new CallNotMadeException(e);
        }
    }

    /** The same without waiting; completed exceptionally by what {@link #show} throws. */
    public CompletionStage<Map<String, String>> showSoon() {
        return auth.credentialSoon(call)
                .handle((credential, failure) -> failure == null
                        ? CompletableFuture.completedFuture(showing(credential))
                        : CompletableFuture.<Map<String, String>>failedFuture(notMade(failure)))
                .thenCompose(Function.identity());
    }

    private static Throwable notMade(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RuntimeException told ? new CallNotMadeException(told) : cause;
    }

    Map<String, String> showing(Optional<CallCredential> credential) {
        shown = credential.orElse(null);
        return credential.map(CallCredential::headers).orElse(Map.of());
    }

    OutboundCall asCall() {
        return call;
    }

    /**
     * What follows on the head of an answer, and what it says of the next call. At most one try follows the first.
     *
     * @param fields all values of a header field of the answer by its name, in any case
     * @param repeatable whether the request can be sent again, its content included
     */
    public AnswerStep answered(int status, Function<String, List<String>> fields, boolean repeatable) {
        CallCredential credential = shown;
        Optional<AnswerResult> proof =
                credential == null ? Optional.empty() : auth.checkAnswer(call, credential, status, fields);
        if (proof.isPresent()) {
            return proof.get() instanceof AnswerResult.Proven proven
                    ? compare(proven, status)
                    : new AnswerStep.Refuse(
                            new UnprovenAnswerException(((AnswerResult.Unproven) proof.get()).fault(), status));
        }
        boolean worthwhile = auth.learn(call, status, fields);
        if (!worthwhile || retried || !repeatable) {
            return new AnswerStep.Use();
        }
        retried = true;
        return new AnswerStep.Again();
    }

    // RFC 9110 §9.3.2, §15.4.5: what states the digest of a body that is not sent has none at all.
    private AnswerStep compare(AnswerResult.Proven proven, int status) {
        boolean none = method.equals("HEAD") || status == 304;
        BodyComparison comparison =
                none ? BodyComparison.withNothing() : proven.body().comparison();
        return new AnswerStep.Compare(comparison, auth.mostHeld(uri), status);
    }

    /** Whether a location is of the same origin. */
    boolean leadsTo(URI location) {
        return Origin.of(location).equals(Origin.of(uri));
    }

    /**
     * The same call where a redirect leads that the client follows by itself, or sent again by the client: proven anew within
     * its origin, and proven to nobody elsewhere.
     *
     * @param newHeaders all values of a header of the request that follows, by its name in any case
     * @throws CallNotMadeException if it leads to another declared destination, where whoever answered would choose what
     *     this process does with its rights; or if the request has got credentials on its way
     */
    public OutboundExchange redirected(String newMethod, URI newUri, Function<String, List<String>> newHeaders)
            throws CallNotMadeException {
        if (!leadsTo(newUri) && auth.isDeclared(newUri)) {
            throw new CallNotMadeException(
                    "an answer leads to another declared destination, which is called directly only");
        }
        if (auth.wantsSignedAnswers(uri) && !isFor(newMethod, newUri)) {
            throw new CallNotMadeException("an answer leads elsewhere, and no signature covers where it leads");
        }
        try {
            return moved(newMethod, newUri, newHeaders);
        } catch (IllegalArgumentException e) {
            throw new CallNotMadeException(e);
        }
    }

    OutboundExchange moved(String newMethod, URI newUri, Function<String, List<String>> newHeaders) {
        return begin(auth, newMethod, newUri, newHeaders, retried);
    }

    private boolean isFor(String otherMethod, URI otherUri) {
        return method.equals(otherMethod) && uri.equals(otherUri);
    }

    /** Whether it goes to a declared destination, for clients whose connections are made without asking. */
    public boolean isDeclared() {
        return auth.isDeclared(uri);
    }

    @Override
    public String toString() {
        return "OutboundExchange[" + call + "]";
    }
}
