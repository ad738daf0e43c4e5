package dev.zt.outbound;

import dev.zt.own.AccessTokens;
import dev.zt.own.CallCredential;
import dev.zt.own.DpopNonce;
import dev.zt.own.HeldToken;
import dev.zt.own.ProofPurpose;
import dev.zt.own.SecurityToken;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.own.TokenTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes what each call shows, and remembers the nonces that servers want in it (RFC 9449 §8.2): one for each declared
 * origin, so not more than there are of those. Safe for concurrent use.
 */
final class Presentation {
    private final ServiceIdentity identity;
    private final Map<Origin, DpopNonce> nonces;
    private final @Nullable SecurityToken subject;
    private final @Nullable SecurityToken actor;

    private Presentation(
            ServiceIdentity identity,
            Map<Origin, DpopNonce> nonces,
            @Nullable SecurityToken subject,
            @Nullable SecurityToken actor) {
        this.identity = identity;
        this.nonces = nonces;
        this.subject = subject;
        this.actor = actor;
    }

    static Presentation of(ServiceIdentity identity) {
        return new Presentation(identity, new ConcurrentHashMap<>(), null, null);
    }

    /** The same on somebody's behalf. */
    Presentation onBehalfOf(SecurityToken newSubject, @Nullable SecurityToken newActor) {
        return new Presentation(identity, nonces, newSubject, newActor);
    }

    boolean isOnBehalf() {
        return subject != null;
    }

    ServiceIdentity identity() {
        return identity;
    }

    /** Waits for whatever {@link #now} would wait for, and makes nothing of it. */
    void await(Destination destination) {
        Optional<TokenTarget> target = target(destination);
        if (target.isEmpty()) {
            identity.requireValid();
        } else {
            tokens().await(target.get());
        }
    }

    /** Waits for a token that is not there yet. */
    CallCredential now(Destination destination, OutboundCall call) {
        Optional<TokenTarget> target = target(destination);
        return target.isEmpty() ? proof(destination, call) : shown(tokens().await(target.get()), destination, call);
    }

    /** Does not wait. */
    CompletionStage<CallCredential> soon(Destination destination, OutboundCall call) {
        Optional<TokenTarget> target = target(destination);
        return target.isEmpty()
                ? CompletableFuture.completedFuture(proof(destination, call))
                : tokens().token(target.get()).thenApply(token -> shown(token, destination, call));
    }

    private Optional<TokenTarget> target(Destination destination) {
        SecurityToken behalf = subject;
        if (destination.isOnBehalf() != (behalf != null)) {
            throw new IllegalStateException(
                    behalf == null
                            ? destination + " is called on somebody's behalf only: call onBehalfOf(…) first"
                            : destination + " is not called on anybody's behalf: declare it with exchangedToken(…), or"
                                    + " call it by a client of its own");
        }
        TokenTarget target = destination.target().orElse(null);
        if (target == null || behalf == null) {
            return Optional.ofNullable(target);
        }
        TokenTarget exchanged = target.onBehalfOf(behalf);
        return Optional.of(actor == null ? exchanged : exchanged.actingBy(actor));
    }

    private CallCredential proof(Destination destination, OutboundCall call) {
        if (destination.isSigned()) {
            SignableRequest request = call.signable();
            return identity.sign(
                    destination.answersSignedBy().isPresent() ? request.demandingSignedAnswer() : request,
                    destination.audience());
        }
        ProofPurpose purpose = ProofPurpose.of(destination.audience());
        purpose = destination.narrowedTo().map(purpose::narrowedTo).orElse(purpose);
        purpose = call.transaction().map(purpose::beside).orElse(purpose);
        return identity.prove(purpose).credential();
    }

    private CallCredential shown(HeldToken token, Destination destination, OutboundCall call) {
        DpopNonce nonce = nonces.get(destination.origin());
        return nonce == null
                ? token.show(call.method(), call.uri())
                : token.showWithNonce(call.method(), call.uri(), nonce);
    }

    private AccessTokens tokens() {
        return identity.tokens().orElseThrow(() -> new IllegalStateException("this process has no access tokens"));
    }

    /** Takes what an answer says about the next proof; whether a fresh one may meet a better answer. */
    boolean learn(Destination destination, int status, Function<String, List<String>> headers) {
        if (destination.target().isEmpty()) {
            // A signature is refused with 400, which promises nothing to another one over the same request.
            return !destination.isSigned()
                    && status == 401
                    && challenges(headers).stream().anyMatch(challenge -> challenge.is("WPT"));
        }
        List<String> fields = headers.apply("DPoP-Nonce");
        Optional<DpopNonce> nonce = fields.size() == 1 ? DpopNonce.parse(fields.get(0)) : Optional.empty();
        nonce.ifPresent(fresh -> nonces.put(destination.origin(), fresh));
        if (status != 401) {
            return false;
        }
        List<Challenges.Challenge> challenges = challenges(headers);
        // RFC 9449 §9: any other 401 is about the token, and the same token would meet it again.
        if (challenges.stream().anyMatch(challenge -> challenge.isError("invalid_token"))) {
            target(destination).ifPresent(tokens()::refused);
        }
        return nonce.isPresent()
                && challenges.stream()
                        .anyMatch(challenge -> challenge.is("DPoP") && challenge.isError("use_dpop_nonce"));
    }

    private static List<Challenges.Challenge> challenges(Function<String, List<String>> headers) {
        return Challenges.read(headers.apply("WWW-Authenticate"));
    }
}
