package dev.zt.own;

import dev.zt.identity.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access tokens of one client of an authorization server: one for each target, asked for once however many wait
 * for it, and renewed ahead at about half of its life while the valid one is used. At most 1,000 tokens of the client's
 * own and 1,000 exchanged ones are kept; the least recently used go first.
 *
 * <p>A server that fails is left alone for a second, doubled up to 30; calls without a valid token fail meanwhile. Safe
 * for concurrent use; no lock and no I/O while a valid token is at hand.
 */
public final class AccessTokens implements AutoCloseable {
    /** How long a call waits for a token that is not there yet. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final int MOST = 1000;

    private final Issuance issuance;
    private final TokenCells own;
    private final TokenCells exchanged;
    private final ExecutorService background;
    private final Duration patience;
    private final AutoCloseable upkeep;

    /**
     * Tokens of a client.
     *
     * @param upkeep what goes on in the background besides, to be ended with this
     */
    AccessTokens(
            ClientId client,
            TokenServer server,
            InstantSource clock,
            RandomGenerator random,
            Duration patience,
            AutoCloseable upkeep) {
        this.background = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "zt-tokens");
            daemon.setDaemon(true);
            return daemon;
        });
        this.issuance = new Issuance(client, server, new Backoff(random), clock, random, new SparseLog(), background);
        this.own = new TokenCells(MOST, issuance);
        this.exchanged = new TokenCells(MOST, issuance);
        this.patience = patience;
        this.upkeep = upkeep;
    }

    /** Whose tokens these are. */
    public ClientId client() {
        return issuance.client();
    }

    /**
     * The token for a target, already completed if a valid one is held; completed by an
     * {@link IdentityUnavailableException} if there is none within five seconds.
     */
    public CompletionStage<HeldToken> token(TokenTarget target) {
        CompletableFuture<HeldToken> token = look(target);
        return token.isDone() ? token : patient(token, target);
    }

    /**
     * The token for a target; waits no longer than five seconds, and not at all if a valid one is held.
     *
     * @throws IdentityUnavailableException if there is none, or the thread was interrupted, which its flag then says
     */
    public HeldToken await(TokenTarget target) {
        CompletableFuture<HeldToken> token = look(target);
        try {
            return token.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw told(e.getCause(), target);
        } catch (TimeoutException e) {
            throw told(e, target);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IdentityUnavailableException("interrupted while waiting for an access token for " + target);
        }
    }

    /**
     * Takes in that a callee refused the token for a target as invalid (RFC 6750 §3.1): the next is asked for in the
     * background, at most twice a minute; calls show the one held meanwhile.
     */
    public void refused(TokenTarget target) {
        Instant now = issuance.clock().instant();
        cells(target).cell(target, now).refused(now);
    }

    private CompletableFuture<HeldToken> look(TokenTarget target) {
        Instant now = issuance.clock().instant();
        return cells(target).cell(target, now).token(now);
    }

    private TokenCells cells(TokenTarget target) {
        return target.subject().isPresent() ? exchanged : own;
    }

    // A copy, because others wait for the same; a failure goes on elsewhere than on the thread that keeps the time for
    // the whole JVM.
    private CompletionStage<HeldToken> patient(CompletableFuture<HeldToken> token, TokenTarget target) {
        return token.copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync(failure -> {
            throw told(failure, target);
        });
    }

    private IdentityUnavailableException told(@Nullable Throwable failure, TokenTarget target) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IdentityUnavailableException known
                ? known
                : new IdentityUnavailableException("no access token for " + target + " from " + client().issuer()
                        + (cause instanceof TimeoutException ? " within " + patience.toMillis() + " ms" : ""));
    }

    /**
     * Asks for the client's own tokens that are past half of their life, so that no call has to wait for them. Exchanged
     * ones are renewed when they are used, and forgotten ten minutes after they were last.
     */
    void refreshAhead() {
        Instant now = issuance.clock().instant();
        own.forget(now);
        exchanged.forget(now);
        own.all().forEach(cell -> cell.refreshAhead(now));
    }

    /** What the client proves itself by has changed, so that a refusal may be over. */
    void tryAgain() {
        issuance.backoff().clear();
    }

    /** Why a token is missing or not renewed; empty if all is well. */
    Optional<String> problem() {
        return own.all().stream()
                .flatMap(cell -> cell.problem().stream())
                .findFirst()
                .or(issuance.backoff()::problem)
                .or(issuance.server()::problem);
    }

    /** Asks for nothing any more; tokens held go on until they end. */
    @Override
    public void close() {
        background.shutdown();
        try {
            upkeep.close();
        } catch (Exception e) {
            LOG.warn("zt: closing the access tokens", e);
        }
    }

    @Override
    public String toString() {
        return "AccessTokens[" + client() + "]";
    }
}
