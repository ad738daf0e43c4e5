package dev.zt.outbound;

import dev.zt.own.CallCredential;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call. Decides when the status is known whether another try follows, and if so throws the content of this
 * answer away, so that the user's handler sees the last answer only.
 */
final class Attempt<T> implements BodyHandler<T> {
    static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Class<?>> REPEATABLE = Set.of(
            BodyPublishers.noBody().getClass(),
            BodyPublishers.ofString("").getClass(),
            BodyPublishers.ofByteArray(new byte[0]).getClass());

    private final HttpRequest request;
    private final OutboundExchange exchange;
    private final BodyHandler<T> handler;
    private final int redirectsLeft;
    private volatile @Nullable Attempt<T> next;
    private volatile @Nullable DiscardedBody<T> discarded;

    private Attempt(HttpRequest request, OutboundExchange exchange, BodyHandler<T> handler, int redirectsLeft) {
        this.request = request;
        this.exchange = exchange;
        this.handler = handler;
        this.redirectsLeft = redirectsLeft;
    }

    /**
     * The first one.
     *
     * @param redirectsLeft how many redirects may be followed
     * @throws IllegalArgumentException if the request carries what is not the user's to set, or cannot be signed
     */
    static <T> Attempt<T> first(OutboundAuth auth, HttpRequest request, BodyHandler<T> handler, int redirectsLeft) {
        OutboundExchange exchange =
                OutboundExchange.begin(auth, request.method(), request.uri(), request.headers()::allValues, false);
        if (exchange.signsContent() && !isRepeatable(request)) {
            throw new UnsignableContentException();
        }
        return of(request, exchange, handler, redirectsLeft);
    }

    private static <T> Attempt<T> of(
            HttpRequest request, OutboundExchange exchange, BodyHandler<T> handler, int redirectsLeft) {
        if (exchange.signsContent()) {
            request.bodyPublisher().flatMap(ContentHash::of).ifPresent(exchange::content);
        }
        return new Attempt<>(request, exchange, handler, redirectsLeft);
    }

    OutboundCall call() {
        return exchange.asCall();
    }

    /** The request with what it shows in this try. */
    HttpRequest showing(Optional<CallCredential> credential) {
        Map<String, String> fields = exchange.showing(credential);
        if (fields.isEmpty()) {
            return request;
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
        fields.forEach(builder::setHeader);
        return builder.build();
    }

    /** The answer as its user may see it. */
    HttpResponse<T> plain(HttpResponse<T> answer) {
        return exchange.isDeclared() ? new PlainAnswer<>(answer, request) : answer;
    }

    /** The same of what is pushed beside the answer. */
    PushPromiseHandler<T> plain(PushPromiseHandler<T> pushes) {
        return (initiating, pushed, acceptor) ->
                pushes.applyPushPromise(exchange.isDeclared() ? request : initiating, pushed, acceptor);
    }

    /** The attempt that follows; to be asked when the answer has come. */
    @Nullable
    Attempt<T> next() {
        DiscardedBody<T> body = discarded;
        if (body != null) {
            body.leave();
        }
        return next;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo info) {
        AnswerStep step = exchange.answered(info.statusCode(), info.headers()::allValues, isRepeatable(request));
        if (step instanceof AnswerStep.Refuse refused) {
            return new UnusedBody<>(refused.cause());
        }
        if (step instanceof AnswerStep.Compare comparison) {
            return new ComparedBody<>(handler.apply(info), comparison);
        }
        next = step instanceof AnswerStep.Again
                ? new Attempt<>(request, exchange, handler, redirectsLeft)
                : redirected(info);
        if (next == null) {
            return handler.apply(info);
        }
        DiscardedBody<T> body = new DiscardedBody<>();
        discarded = body;
        return body;
    }

    // RFC 9110 §15.4: 303 asks for the answer elsewhere by GET, as 301 and 302 do after POST by custom.
    private @Nullable Attempt<T> redirected(ResponseInfo info) {
        int status = info.statusCode();
        // Never to another destination, declared or not: whoever answers would choose what this process does there.
        Optional<URI> location =
                info.headers().firstValue("Location").flatMap(this::resolved).filter(exchange::leadsTo);
        if (redirectsLeft == 0 || !exchange.isDeclared() || !REDIRECTS.contains(status) || location.isEmpty()) {
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
        HttpRequest moved = (byGet ? builder.GET() : builder).build();
        return of(
                moved,
                exchange.moved(moved.method(), moved.uri(), moved.headers()::allValues),
                handler,
                redirectsLeft - 1);
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
