package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How far the failure of one token reaches. */
class TokenFaultsTest {
    private static final TokenTarget ORDERS =
            TokenTarget.of(Audience.of("https://orders.internal"), Scopes.of("orders:read"));
    private static final TokenTarget STOCK =
            TokenTarget.of(Audience.of("https://stock.internal"), Scopes.of("stock:read"));

    private final IssuedTokens server = new IssuedTokens();
    private AccessTokens tokens = server.tokens();

    private static TokenTarget onBehalfOf(String subject) {
        return ORDERS.onBehalfOf(SecurityToken.accessToken(subject));
    }

    private AccessTokens askedOf(TokenServer other) {
        tokens.close();
        tokens = new AccessTokens(
                IssuedTokens.CLIENT, other, () -> server.now, new Random(1), Duration.ofSeconds(5), () -> {});
        return tokens;
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private void pass(Duration time) {
        server.now = server.now.plus(time);
    }

    private void assertUnavailable(TokenTarget target, String problem) {
        assertThatThrownBy(() -> tokens.await(target))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void lets_othersAloneWhenAskingFailsForOneUser() {
        askedOf(target -> {
            if (target.equals(onBehalfOf("mallory"))) {
                throw new IllegalArgumentException("a subject that cannot be sent");
            }
            return CompletableFuture.completedFuture(server.issued("at-1"));
        });

        assertUnavailable(onBehalfOf("mallory"), "IllegalArgumentException");

        assertThat(tokens.await(onBehalfOf("alice"))).isNotNull();
        assertThat(tokens.await(STOCK)).isNotNull();
    }

    @Test
    void hands_onTheTryAfterAPauseIfItEndsWithATargetsOwnFailure() {
        server.answer = TokenAnswer.Failed.ofServer("away");
        assertUnavailable(STOCK, "away");
        pass(Duration.ofSeconds(2));

        server.answer = TokenAnswer.Failed.ofTarget("invalid_grant");
        assertUnavailable(onBehalfOf("mallory"), "invalid_grant");
        server.issuing("at-1");

        assertThat(tokens.await(onBehalfOf("alice"))).isNotNull();
        assertThat(tokens.await(STOCK)).isNotNull();
    }

    @Test
    void forgets_anExchangedTokenTenMinutesAfterItsLastUseHoweverLongItLives() {
        askedOf(target -> {
            server.asked.add(target);
            return CompletableFuture.completedFuture(server.lasting("at-1", Duration.ofHours(24)));
        });
        tokens.await(onBehalfOf("alice"));
        tokens.await(STOCK);
        pass(Duration.ofMinutes(9));
        tokens.refreshAhead();
        tokens.await(onBehalfOf("alice"));
        assertThat(server.asked).hasSize(2);

        pass(Duration.ofMinutes(11));
        tokens.refreshAhead();

        tokens.await(STOCK);
        assertThat(server.asked).hasSize(2);
        tokens.await(onBehalfOf("alice"));
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void logs_usersThatAreRefusedOnceInAMinuteAndSaysHowMany() {
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            server.answer = TokenAnswer.Failed.ofTarget("invalid_grant");
            for (int user = 0; user < 50; user++) {
                assertUnavailable(onBehalfOf("user-" + user), "invalid_grant");
            }
            assertUnavailable(STOCK, "invalid_grant");
            pass(Duration.ofSeconds(60));
            assertUnavailable(onBehalfOf("user-50"), "invalid_grant");
        } finally {
            System.setErr(err);
        }

        assertThat(captured.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("no access token"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .endsWith("on somebody's behalf from https://idp.example: invalid_grant"),
                        own -> assertThat(own)
                                .contains("https://stock.internal")
                                .endsWith("invalid_grant"),
                        later -> assertThat(later).endsWith("invalid_grant (and 49 like it since the last line)"));
    }

    @Test
    void asks_againAfterAnError() {
        AtomicInteger asked = new AtomicInteger();
        askedOf(target -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return CompletableFuture.completedFuture(server.issued("at-1"));
        });
        assertUnavailable(ORDERS, "asking failed (OutOfMemoryError)");
        pass(Duration.ofSeconds(2));

        assertThat(tokens.await(ORDERS)).isNotNull();
    }

    @Test
    void asks_againWhenThereIsAThreadAgain() {
        AtomicInteger begun = new AtomicInteger();
        Executor threads = task -> {
            if (begun.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        };
        server.issuing("at-1");
        Random random = new Random(1);
        TokenCell cell = new TokenCell(
                STOCK,
                new Issuance(
                        IssuedTokens.CLIENT,
                        target -> CompletableFuture.completedFuture(server.answer),
                        new Backoff(random),
                        () -> server.now,
                        random,
                        new SparseLog(),
                        threads),
                server.now);

        assertThat(cell.token(server.now)).isCompletedExceptionally();
        pass(Duration.ofSeconds(2));

        assertThat(cell.token(server.now)).isCompletedWithValueMatching(HeldToken::isBound);
    }
}
