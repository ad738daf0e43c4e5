package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.SignatureProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tokens of a client, issued without a network when the test says so. */
public final class IssuedTokens {
    public static final ClientId CLIENT = ClientId.client(IssuerUrl.of("https://idp.example"), "billing");
    public static final Duration LIFE = Duration.ofMinutes(5);

    public volatile Instant now = Instant.ofEpochSecond(1_767_225_600L);
    /** What is answered at once; null to answer later, by the test. */
    volatile TokenAnswer answer;

    final List<TokenTarget> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<CompletableFuture<TokenAnswer>> arrivals = new LinkedBlockingQueue<>();
    private final DpopMint mint = DpopMint.withNewKey(SignatureProvider.bouncyCastle(), () -> now);
    private final AccessTokens tokens;
    private volatile boolean bound = true;

    public IssuedTokens() {
        this(Duration.ofSeconds(5));
    }

    IssuedTokens(Duration patience) {
        tokens = new AccessTokens(CLIENT, this::ask, () -> now, new Random(1), patience, () -> {});
    }

    private CompletableFuture<TokenAnswer> ask(TokenTarget target) {
        asked.add(target);
        CompletableFuture<TokenAnswer> later = new CompletableFuture<>();
        if (answer != null) {
            later.complete(answer);
        }
        arrivals.add(later);
        return later;
    }

    /** Waits for a request that is answered at once. */
    void settled() throws InterruptedException {
        assertThat(next()).isDone();
    }

    /** The next request of this client, when it is there. */
    CompletableFuture<TokenAnswer> next() throws InterruptedException {
        CompletableFuture<TokenAnswer> next = arrivals.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was asked");
        }
        return next;
    }

    public IssuedTokens issuing(String text) {
        answer = issued(text);
        return this;
    }

    public IssuedTokens unbound() {
        bound = false;
        return this;
    }

    TokenAnswer issued(String text) {
        return lasting(text, LIFE);
    }

    TokenAnswer lasting(String text, Duration life) {
        return new TokenAnswer.Issued(
                bound ? HeldToken.bound(text, now, now.plus(life), mint) : HeldToken.unbound(text, now, now.plus(life)),
                Optional.empty());
    }

    public AccessTokens tokens() {
        return tokens;
    }

    public List<TokenTarget> asked() {
        return asked;
    }
}
