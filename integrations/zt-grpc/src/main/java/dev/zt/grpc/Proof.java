package dev.zt.grpc;

import dev.zt.outbound.AnswerStep;
import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import dev.zt.own.IdentityUnavailableException;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one call shows, on each of its ways to a server anew, and what its answers say of the next one. Nothing waits here:
 * gRPC holds a call back until its credentials are there.
 */
class Proof extends CallCredentials {
    // What a repetition by gRPC's own means finds, such as that of a refused stream.
    private final Object lock = new Object();
    private final OutboundAuth auth;
    private @Nullable OutboundExchange exchange;
    private volatile Metadata own = new Metadata();

    Proof(OutboundAuth auth) {
        this.auth = auth;
    }

    /** Says what the application sends with each try. */
    void sends(Metadata headers) {
        own = copy(headers);
    }

    /** What the application sends, to be handed to one try: gRPC adds to it what the try shows. */
    Metadata headers() {
        return copy(own);
    }

    private static Metadata copy(Metadata headers) {
        Metadata copy = new Metadata();
        copy.merge(headers);
        return copy;
    }

    @Override
    public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
        // Making a proof takes a signature, and the thread may be one of the transport's.
        executor.execute(() -> show(info, applier));
    }

    // Whatever goes wrong, gRPC has to hear of it, or the call would wait for ever.
    private void show(RequestInfo info, MetadataApplier applier) {
        try {
            var unused = next(info).showSoon().thenApply(Proof::metadata).whenComplete((metadata, failure) -> {
                if (failure == null) {
                    applier.apply(metadata);
                } else {
                    applier.fail(notMade(failure));
                }
            });
        } catch (CallNotMadeException | RuntimeException e) {
            applier.fail(notMade(e));
        }
    }

    private OutboundExchange next(RequestInfo info) throws CallNotMadeException {
        Way way = Way.of(info);
        Metadata sent = own;
        Function<String, List<String>> headers = name -> Fields.values(sent, name);
        synchronized (lock) {
            OutboundExchange before = exchange;
            OutboundExchange now = before == null
                    ? auth.begin(Way.METHOD, way.uri(), headers)
                    : before.redirected(Way.METHOD, way.uri(), headers);
            way.requireSafe(auth, now);
            exchange = now;
            return now;
        }
    }

    private static Metadata metadata(Map<String, String> fields) {
        Metadata metadata = new Metadata();
        fields.forEach((name, value) -> Fields.put(metadata, name, value));
        return metadata;
    }

    // Whoever has no identity now may have one soon; everything else stays wrong however often it is tried.
    private static Status notMade(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean readable = cause instanceof CallNotMadeException;
        Status status =
                cause.getCause() instanceof IdentityUnavailableException ? Status.UNAVAILABLE : Status.UNAUTHENTICATED;
        return status.withDescription(
                        "the call was not made: " + (readable ? cause.getMessage() : "its proof could not be made"))
                .withCause(cause);
    }

    /** Takes what an answer says of the next call; whether this one may meet a better answer if it is sent once more. */
    boolean answered(Status status, Metadata fields, boolean repeatable) {
        OutboundExchange shown;
        synchronized (lock) {
            shown = exchange;
        }
        int http = status.getCode() == Status.Code.UNAUTHENTICATED ? 401 : 200;
        return shown != null
                && shown.answered(http, name -> Fields.values(fields, name), repeatable) instanceof AnswerStep.Again;
    }
}
