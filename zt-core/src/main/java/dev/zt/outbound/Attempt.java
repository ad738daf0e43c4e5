package dev.zt.outbound;

import dev.zt.own.CallCredential;
import dev.zt.own.TransactionToken;
import dev.zt.verify.AnswerFault;
import dev.zt.verify.AnswerResult;
import dev.zt.verify.BodyComparison;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call. Decides when the status is known whether another try follows, and if so throws the content of this
 * answer away, so that the user's handler sees the last answer only.
 */
final class Attempt<T> implements BodyHandler<T> {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Class<?>> REPEATABLE = Set.of(
            BodyPublishers.noBody().getClass(),
            BodyPublishers.ofString("").getClass(),
            BodyPublishers.ofByteArray(new byte[0]).getClass());

    private final OutboundAuth auth;
    private final HttpRequest request;
    private final OutboundCall call;
    private final BodyHandler<T> handler;
    private final int redirects;
    private final boolean retried;
    private volatile @Nullable Attempt<T> next;
    private volatile @Nullable CallCredential shown;

    private Attempt(OutboundAuth auth, HttpRequest request, BodyHandler<T> handler, int redirects, boolean retried) {
        this.auth = auth;
        this.request = request;
        this.call = call(auth, request);
        this.handler = handler;
        this.redirects = redirects;
        this.retried = retried;
    }

    static <T> Attempt<T> first(OutboundAuth auth, HttpRequest request, BodyHandler<T> handler) {
        return new Attempt<>(auth, request, handler, 0, false);
    }

    /** The request with what it shows in this try. */
    HttpRequest showing(Optional<CallCredential> credential) {
        if (credential.isEmpty()) {
            return request;
        }
        shown = credential.get();
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
        credential.get().headers().forEach(builder::setHeader);
        return builder.build();
    }

    OutboundCall call() {
        return call;
    }

    private static OutboundCall call(OutboundAuth auth, HttpRequest request) {
        OutboundCall plain = OutboundCall.of(request.method(), request.uri());
        OutboundCall call = request.headers()
                .firstValue("Txn-Token")
                .map(TransactionToken::of)
                .map(plain::carrying)
                .orElse(plain);
        if (!auth.signs(request.uri())) {
            return call;
        }
        for (String type : request.headers().allValues("Content-Type")) {
            call = call.field("Content-Type", type);
        }
        return request.bodyPublisher()
                .flatMap(ContentHash::of)
                .map(call::content)
                .orElse(call);
    }

    @Nullable
    Attempt<T> next() {
        return next;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo info) {
        CallCredential credential = shown;
        Optional<AnswerResult> proof = credential == null
                ? Optional.empty()
                : auth.checkAnswer(call, credential, info.statusCode(), info.headers()::allValues);
        if (proof.isPresent()) {
            return proof.get() instanceof AnswerResult.Proven proven
                    ? compared(info, proven)
                    : refused(((AnswerResult.Unproven) proof.get()).fault(), info.statusCode());
        }
        next = auth.isDeclared(request.uri()) ? following(info) : null;
        return next == null ? handler.apply(info) : discarding();
    }

    // RFC 9110 §9.3.2, §15.4.5: what states the digest of a body that is not sent has none at all.
    private BodySubscriber<T> compared(ResponseInfo info, AnswerResult.Proven proven) {
        boolean none = request.method().equals("HEAD") || info.statusCode() == 304;
        BodyComparison comparison =
                none ? BodyComparison.withNothing() : proven.body().comparison();
        return new ComparedBody<>(handler.apply(info), comparison, auth.mostHeld(request.uri()), info.statusCode());
    }

    private static <T> BodySubscriber<T> refused(AnswerFault fault, int status) {
        return new UnusedBody<>(new UnprovenAnswerException(fault, status));
    }

    // The value is never seen, because another attempt follows.
    @SuppressWarnings("NullAway")
    private static <T> BodySubscriber<T> discarding() {
        return BodySubscribers.replacing(null);
    }

    private @Nullable Attempt<T> following(ResponseInfo info) {
        boolean worthwhile = auth.learn(call, info.statusCode(), info.headers()::allValues);
        if (worthwhile && !retried && isRepeatable(request)) {
            return new Attempt<>(auth, request, handler, redirects, true);
        }
        HttpRequest redirected = redirects < MAX_REDIRECTS ? redirected(info) : null;
        return redirected == null ? null : new Attempt<>(auth, redirected, handler, redirects + 1, retried);
    }

    // RFC 9110 §15.4: 303 asks for the answer elsewhere by GET, as 301 and 302 do after POST by custom.
    private @Nullable HttpRequest redirected(ResponseInfo info) {
        int status = info.statusCode();
        Optional<URI> location =
                info.headers().firstValue("Location").flatMap(this::resolved).filter(this::isAtSameOrigin);
        if (!REDIRECTS.contains(status) || location.isEmpty()) {
            return null;
        }
        boolean byGet = (status == 303 && !request.method().equals("HEAD"))
                || (status <= 302 && request.method().equals("POST"));
        if (!byGet && !isRepeatable(request)) {
            return null;
        }
        // A request without content has none to describe.
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        request,
                        (name, value) ->
                                !(byGet && name.toLowerCase(Locale.ROOT).startsWith("content-")))
                .uri(location.get());
        return (byGet ? builder.GET() : builder).build();
    }

    // Never to another destination, declared or not: whoever answers would choose what this process does there, with
    // its
    // rights.
    private boolean isAtSameOrigin(URI location) {
        return Origin.of(location).equals(Origin.of(request.uri()));
    }

    private Optional<URI> resolved(String location) {
        try {
            return Optional.of(request.uri().resolve(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // Only publishers known to start over; one over a stream may be at its end.
    static boolean isRepeatable(HttpRequest request) {
        Optional<BodyPublisher> body = request.bodyPublisher();
        return body.isEmpty() || REPEATABLE.contains(body.get().getClass());
    }
}
