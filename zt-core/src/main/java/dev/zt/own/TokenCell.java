package dev.zt.own;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one target. While a valid one is held, a call takes it without lock and I/O; past about half of its life
 * the next is asked for in the background. At most one request is under way. Safe for concurrent use.
 */
final class TokenCell {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCell.class);
    private static final Duration FORSAKEN_AFTER = Duration.ofMinutes(10);
    private static final Duration YOUNG = Duration.ofSeconds(30);

    private final TokenTarget target;
    private final Issuance issuance;
    private final Backoff backoff;
    private final AtomicReference<@Nullable CompletableFuture<HeldToken>> flight = new AtomicReference<>();
    private final AtomicReference<@Nullable Holding> holding = new AtomicReference<>();
    private volatile long lastUse;
    private volatile String remarked = "";
    // Whether the request under way is the one that tries a server which failed before.
    private volatile boolean trying;

    /** A token, ready to be handed out, and when to ask for the next. */
    private record Holding(HeldToken token, CompletableFuture<HeldToken> ready, Instant due) {}

    TokenCell(TokenTarget target, Issuance issuance, Instant now) {
        this.target = target;
        this.issuance = issuance;
        this.backoff = new Backoff(issuance.random());
        this.lastUse = now.toEpochMilli();
    }

    /** The valid token, or the one under way; completed by an {@link IdentityUnavailableException} if there is none. */
    CompletableFuture<HeldToken> token(Instant now) {
        lastUse = now.toEpochMilli();
        Holding held = holding.get();
        if (held != null && held.token.isUsable(now)) {
            refreshAhead(now);
            return held.ready;
        }
        return fly(now);
    }

    /** Asks for the token after the one held if it is time, and does not wait for it. */
    void refreshAhead(Instant now) {
        Holding held = holding.get();
        if (held != null
                && !now.isBefore(held.due)
                && flight.get() == null
                && backoff.isOver(now)
                && issuance.backoff().isOver(now)) {
            var unused = fly(now);
        }
    }

    /**
     * A callee says that the token held is not valid, as when the key that signed it was withdrawn: the next one is asked
     * for now and not at half of the life, but not more often than twice a minute, whatever callees say.
     */
    void refused(Instant now) {
        Holding held = holding.get();
        boolean soon = held != null
                && now.isBefore(held.due)
                && !now.isBefore(held.token.issuedAt().plus(YOUNG))
                && holding.compareAndSet(held, new Holding(held.token, held.ready, now));
        if (soon) {
            refreshAhead(now);
        }
    }

    private CompletableFuture<HeldToken> fly(Instant now) {
        CompletableFuture<HeldToken> mine = new CompletableFuture<>();
        CompletableFuture<HeldToken> other = flight.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        try {
            takeOff(mine, now);
        } catch (Throwable e) {
            // Even where there is no thread or no memory, or the flight would be waited for for ever.
            arrive(mine, null, e);
        }
        return mine;
    }

    private void takeOff(CompletableFuture<HeldToken> mine, Instant now) {
        trying = issuance.backoff().problem().isPresent();
        // A flight may have landed since the caller looked.
        Holding held = holding.get();
        if (held != null && now.isBefore(held.due)) {
            land(mine).complete(held.token);
        } else if (!backoff.mayTry(now) || !issuance.backoff().mayTry(now)) {
            land(mine).completeExceptionally(unavailable(problem().orElse("asked a moment ago")));
        } else {
            depart(mine);
        }
    }

    private void depart(CompletableFuture<HeldToken> mine) {
        try {
            issuance.background().execute(() -> {
                try {
                    var unused = issuance.server().ask(target).whenComplete((answer, e) -> arrive(mine, answer, e));
                } catch (Throwable e) {
                    arrive(mine, null, e);
                }
            });
        } catch (RejectedExecutionException e) {
            land(mine).completeExceptionally(unavailable("the identity is closed"));
        }
    }

    private void arrive(CompletableFuture<HeldToken> mine, @Nullable TokenAnswer answer, @Nullable Throwable fault) {
        try {
            takeIn(mine, answer, fault);
        } catch (Throwable e) {
            land(mine).completeExceptionally(e);
            LOG.warn("zt: an answer of {} was lost", issuance.client().issuer(), e);
        }
    }

    private void takeIn(CompletableFuture<HeldToken> mine, @Nullable TokenAnswer answer, @Nullable Throwable fault) {
        Instant now = issuance.clock().instant();
        if (answer instanceof TokenAnswer.Issued issued) {
            backoff.clear();
            issuance.backoff().clear();
            hold(issued.token());
            issued.remark().filter(remark -> !remark.equals(remarked)).ifPresent(remark -> remark(remark, now));
            land(mine).complete(issued.token());
            return;
        }
        TokenAnswer.Failed failed = answer instanceof TokenAnswer.Failed known
                ? known
                : new TokenAnswer.Failed(
                        "asking failed"
                                + (fault == null ? "" : " (" + fault.getClass().getSimpleName() + ")"),
                        TokenAnswer.Blame.ofFault(target),
                        Duration.ZERO);
        boolean all = failed.blame() == TokenAnswer.Blame.SERVER;
        if (!all && trying) {
            issuance.backoff().handOn(now);
        }
        if ((all ? issuance.backoff() : backoff).failed(failed.problem(), failed.pause(), now)) {
            warn("no access token", failed.problem(), now, all);
        }
        land(mine).completeExceptionally(unavailable(failed.problem()));
    }

    // Once, and not every few minutes for as long as the server stays as it is.
    private void remark(String remark, Instant now) {
        remarked = remark;
        warn("the access token", remark, now, false);
    }

    // Strangers can have as many exchanges fail as they like, but not the server.
    private void warn(String what, String problem, Instant now, boolean ofServer) {
        boolean sparse = !ofServer && target.subject().isPresent();
        OptionalLong left = sparse ? issuance.exchanges().admit(now) : OptionalLong.of(0);
        if (left.isPresent()) {
            LOG.warn(
                    "zt: {} for {} from {}: {}{}",
                    what,
                    target,
                    issuance.client().issuer(),
                    problem,
                    left.getAsLong() == 0 ? "" : " (and " + left.getAsLong() + " like it since the last line)");
        }
    }

    private void hold(HeldToken token) {
        holding.set(new Holding(
                token,
                CompletableFuture.completedFuture(token),
                HalfLife.of(token.issuedAt(), token.expiry(), issuance.random())));
    }

    // Before completion, so that whoever waited and asks again finds the token and no flight.
    private CompletableFuture<HeldToken> land(CompletableFuture<HeldToken> mine) {
        flight.compareAndSet(mine, null);
        return mine;
    }

    private IdentityUnavailableException unavailable(String problem) {
        return new IdentityUnavailableException(
                "no access token for " + target + " from " + issuance.client().issuer() + ": " + problem);
    }

    Optional<String> problem() {
        return backoff.problem().or(issuance.backoff()::problem);
    }

    /** Whether nobody has wanted the token for a while; one of the client's own is kept while it could still be used. */
    boolean isForsaken(Instant now) {
        Holding held = holding.get();
        boolean idle = now.toEpochMilli() - lastUse > FORSAKEN_AFTER.toMillis();
        boolean kept = target.subject().isEmpty() && held != null && held.token.isUsable(now);
        return idle && flight.get() == null && !kept;
    }

    /** When a token was last wanted, in milliseconds. */
    long lastUse() {
        return lastUse;
    }
}
