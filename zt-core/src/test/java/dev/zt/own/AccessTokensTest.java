package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final TokenTarget ORDERS = target("orders");
    private static final TokenTarget STOCK = target("stock");

    private final IssuedTokens server = new IssuedTokens();
    private final AccessTokens tokens = server.tokens();

    private static TokenTarget target(String audience) {
        return TokenTarget.of(Audience.of("https://" + audience + ".internal"), Scopes.of(audience + ":read"));
    }

    private static TokenTarget onBehalfOf(String subject) {
        return ORDERS.onBehalfOf(SecurityToken.accessToken(subject));
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private void pass(Duration time) {
        server.now = server.now.plus(time);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void assertUnavailable(TokenTarget target, String problem) {
        assertThatThrownBy(() -> tokens.await(target))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void asks_onceHoweverManyWait() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(100);
        CountDownLatch ready = new CountDownLatch(100);
        List<Future<HeldToken>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(crowd.submit(() -> {
                ready.countDown();
                ready.await();
                return tokens.await(ORDERS);
            }));
        }
        ready.await();
        server.next().complete(server.issued("at-1"));

        for (Future<HeldToken> call : calls) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isSameAs(tokens.await(ORDERS));
        }
        assertThat(server.asked).hasSize(1);
        crowd.shutdownNow();
    }

    @Test
    void asks_forEachTargetByItself() {
        server.issuing("at-1");

        HeldToken orders = tokens.await(ORDERS);
        HeldToken stock = tokens.await(STOCK);

        assertThat(orders).isSameAs(tokens.await(target("orders")));
        assertThat(stock).isSameAs(tokens.await(STOCK));
        assertThat(server.asked)
                .extracting(TokenTarget::toString)
                .containsExactly("https://orders.internal [orders:read]", "https://stock.internal [stock:read]");
    }

    @Test
    void renews_aheadWhileTheValidTokenIsUsed() throws Exception {
        server.issuing("at-1");
        HeldToken first = tokens.await(ORDERS);
        server.settled();
        server.answer = null;

        pass(Duration.ofSeconds(134));
        assertThat(tokens.await(ORDERS)).isSameAs(first);
        assertThat(server.asked).hasSize(1);

        pass(Duration.ofSeconds(32));
        assertThat(tokens.await(ORDERS)).isSameAs(first);
        var renewal = server.next();
        assertThat(tokens.await(ORDERS)).isSameAs(first);
        renewal.complete(server.issued("at-2"));

        until(() -> tokens.await(ORDERS) != first);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void renews_itsOwnTokensWithoutACall() throws Exception {
        server.issuing("at-1");
        HeldToken first = tokens.await(ORDERS);
        tokens.await(onBehalfOf("alice"));
        server.settled();
        server.settled();

        tokens.refreshAhead();
        pass(Duration.ofSeconds(166));
        server.issuing("at-2");
        tokens.refreshAhead();

        server.settled();
        until(() -> tokens.await(ORDERS) != first);
        assertThat(server.asked).hasSize(3);
        assertThat(server.asked.get(2)).isEqualTo(ORDERS);
    }

    @Test
    void asks_atOnceForAnotherTokenThanTheRefusedOne() throws Exception {
        server.issuing("at-1");
        HeldToken refused = tokens.await(ORDERS);
        server.settled();
        pass(Duration.ofSeconds(31));
        server.answer = null;

        tokens.refused(ORDERS);
        assertThat(tokens.await(ORDERS)).isSameAs(refused);
        server.next().complete(server.issued("at-2"));

        until(() -> tokens.await(ORDERS) != refused);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void asks_atMostTwiceAMinuteWhateverCalleesSay() throws Exception {
        server.issuing("at-1");
        tokens.await(ORDERS);
        server.settled();

        pass(Duration.ofSeconds(29));
        tokens.refused(ORDERS);
        assertThat(server.asked).hasSize(1);

        pass(Duration.ofSeconds(1));
        server.issuing("at-2");
        for (int i = 0; i < 100; i++) {
            tokens.refused(ORDERS);
        }
        server.settled();
        until(() -> tokens.await(ORDERS).issuedAt().equals(server.now));
        tokens.refused(ORDERS);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void uses_theValidTokenWhileTheServerFails() {
        server.issuing("at-1");
        HeldToken first = tokens.await(ORDERS);
        server.answer = TokenAnswer.Failed.ofServer("away");

        for (int second = 0; second < 29; second++) {
            pass(Duration.ofSeconds(10));
            assertThat(tokens.await(ORDERS)).isSameAs(first);
        }
        until(() -> tokens.problem().isPresent());
        assertThat(tokens.problem()).contains("away");

        pass(Duration.ofSeconds(6));
        assertUnavailable(
                ORDERS, "no access token for https://orders.internal [orders:read] from https://idp.example: away");
    }

    @Test
    void leaves_aFailingServerAlone() {
        server.answer = TokenAnswer.Failed.ofServer("away");

        for (int call = 0; call < 50; call++) {
            assertUnavailable(ORDERS, "away");
            assertUnavailable(STOCK, "away");
            assertUnavailable(onBehalfOf("user-" + call), "away");
        }
        assertThat(server.asked).hasSize(1);

        pass(Duration.ofMillis(1300));
        assertUnavailable(STOCK, "away");
        assertUnavailable(ORDERS, "away");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void asks_aDeadServerEverMoreRarely() {
        server.answer = TokenAnswer.Failed.ofServer("away");

        for (int second = 0; second < 600; second++) {
            assertUnavailable(ORDERS, "away");
            pass(Duration.ofSeconds(1));
        }

        // About 5 tries in the first 30 s and one in 22 to 38 s from then on.
        assertThat(server.asked.size()).isBetween(18, 34);
    }

    @Test
    void recovers_assoonAsTheServerAnswers() {
        server.answer = TokenAnswer.Failed.ofServer("away");
        assertUnavailable(ORDERS, "away");

        server.issuing("at-1");
        pass(Duration.ofSeconds(2));

        assertThat(tokens.await(ORDERS).isBound()).isTrue();
        assertThat(tokens.await(STOCK).isBound()).isTrue();
        assertThat(tokens.problem()).isEmpty();
    }

    @Test
    void tries_again_whenTheClientProvesItselfByANewKey() {
        server.answer = new TokenAnswer.Failed("invalid_client", TokenAnswer.Blame.SERVER, Duration.ofMinutes(1));
        assertUnavailable(ORDERS, "invalid_client");
        server.issuing("at-1");
        pass(Duration.ofSeconds(40));
        assertUnavailable(ORDERS, "invalid_client");

        tokens.tryAgain();

        assertThat(tokens.await(ORDERS)).isNotNull();
    }

    @Test
    void lets_otherTargetsAloneWhenOneIsRefused() {
        server.answer = TokenAnswer.Failed.ofTarget("invalid_scope");
        assertUnavailable(ORDERS, "invalid_scope");
        server.issuing("at-1");

        assertThat(tokens.await(STOCK)).isNotNull();
        assertUnavailable(ORDERS, "invalid_scope");
        assertThat(tokens.problem()).contains("invalid_scope");
    }

    @Test
    void waits_noLongerThanItHasPatience() {
        IssuedTokens silent = new IssuedTokens(Duration.ofMillis(20));

        assertThatThrownBy(() -> silent.tokens().await(ORDERS))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining("within 20 ms");
        assertThatThrownBy(() ->
                        silent.tokens().token(ORDERS).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IdentityUnavailableException.class);
        assertThat(silent.asked).hasSize(1);
        silent.tokens().close();
    }

    @Test
    void takes_anAnswerThatComesAfterEverybodyHasGone() throws Exception {
        IssuedTokens slow = new IssuedTokens(Duration.ofMillis(20));
        assertThatThrownBy(() -> slow.tokens().await(ORDERS)).isInstanceOf(IdentityUnavailableException.class);

        slow.next().complete(slow.issued("at-1"));

        assertThat(slow.tokens().await(ORDERS)).isNotNull();
        assertThat(slow.asked).hasSize(1);
        slow.tokens().close();
    }

    @Test
    void leaves_whoWaitsToItself() throws Exception {
        var one = tokens.token(ORDERS).toCompletableFuture();
        var other = tokens.token(ORDERS).toCompletableFuture();
        one.cancel(true);

        server.next().complete(server.issued("at-1"));

        assertThat(other.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void survives_aServerThatThrows() {
        AccessTokens broken = new AccessTokens(
                IssuedTokens.CLIENT,
                target -> {
                    throw new IllegalStateException("secret");
                },
                () -> server.now,
                new java.util.Random(1),
                Duration.ofSeconds(5),
                () -> {});

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> broken.await(ORDERS))
                    .isInstanceOf(IdentityUnavailableException.class)
                    .hasMessageContaining("IllegalStateException")
                    .hasMessageNotContaining("secret");
        }
        broken.close();
    }

    @Test
    void says_soWhenItIsClosed() {
        tokens.close();

        assertUnavailable(ORDERS, "closed");
    }

    @Test
    void keeps_aThousandExchangedTokensAndForgetsTheLeastRecentlyUsed() {
        server.issuing("at-1");
        for (int user = 0; user < 1000; user++) {
            tokens.await(onBehalfOf("user-" + user));
            pass(Duration.ofMillis(1));
        }
        HeldToken kept = tokens.await(onBehalfOf("user-0"));
        pass(Duration.ofMillis(1));

        tokens.await(onBehalfOf("user-1000"));

        assertThat(server.asked).hasSize(1001);
        assertThat(tokens.await(onBehalfOf("user-0"))).isSameAs(kept);
        assertThat(server.asked).hasSize(1001);
        tokens.await(onBehalfOf("user-1"));
        assertThat(server.asked).hasSize(1002);
    }

    @Test
    void forgets_whatNobodyWantsAnyMore() {
        server.issuing("at-1");
        tokens.await(onBehalfOf("alice"));
        pass(Duration.ofMinutes(9));
        tokens.refreshAhead();
        tokens.await(onBehalfOf("alice"));
        assertThat(server.asked).hasSize(2);

        server.answer = TokenAnswer.Failed.ofTarget("invalid_grant");
        pass(Duration.ofMinutes(6));
        assertUnavailable(onBehalfOf("alice"), "invalid_grant");
        assertUnavailable(onBehalfOf("alice"), "invalid_grant");
        assertThat(server.asked).hasSize(3);
        pass(Duration.ofMinutes(11));
        tokens.refreshAhead();

        assertThat(tokens.problem()).isEmpty();
        server.issuing("at-2");
        assertThat(tokens.await(onBehalfOf("alice"))).isNotNull();
    }

    @Test
    void shows_noSecretInAnyText() {
        TokenTarget target = onBehalfOf("of-alice").actingBy(SecurityToken.accessToken("of-me"));
        server.issuing("at-secret");

        assertThat(tokens + " " + target + " " + tokens.await(target) + " " + server.answer
                        + target.subject().orElseThrow())
                .doesNotContain("of-alice")
                .doesNotContain("of-me")
                .doesNotContain("at-secret");
    }
}
