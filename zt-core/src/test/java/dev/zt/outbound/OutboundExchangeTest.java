package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Scopes;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever integrates a client is told, without any client. */
class OutboundExchangeTest {
    private static final URI PLACE = URI.create("https://orders.internal/orders/7");

    private final Forge forge = new Forge();
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean away;

    private final ServiceIdentity me = ServiceIdentity.of(
            new IdentitySource() {
                @Override
                public HeldIdentity current() {
                    if (away) {
                        throw new IdentityUnavailableException("not yet");
                    }
                    return HeldIdentity.of(
                            "test",
                            forge.wit(),
                            PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                            SignatureProvider.bouncyCastle());
                }

                @Override
                public Listening onRenewal(Runnable listener) {
                    listeners.add(listener);
                    return () -> listeners.remove(listener);
                }
            },
            () -> Instant.ofEpochSecond(Forge.NOW));
    private final OutboundAuth auth =
            OutboundAuth.of(me).to("https://orders.internal").to("https://other.internal");

    private static List<String> none(String name) {
        return List.of();
    }

    private static Function<String, List<String>> challenge(String value) {
        return name -> name.equalsIgnoreCase("WWW-Authenticate") ? List.of(value) : List.of();
    }

    @Test
    void shows_aFreshProofInEachTry() throws Exception {
        OutboundExchange exchange = auth.begin("GET", PLACE, OutboundExchangeTest::none);

        Map<String, String> first = exchange.show();

        assertThat(first).containsOnlyKeys("Workload-Identity-Token", "Authorization");
        assertThat(exchange.show().get("Authorization")).isNotEqualTo(first.get("Authorization"));
    }

    @Test
    void shows_nothing_toWhomIsNotDeclared() throws Exception {
        assertThat(auth.begin("GET", URI.create("https://else.internal/"), OutboundExchangeTest::none)
                        .show())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Workload-Identity-Token", "DPoP"})
    void refuses_credentialsOfTheRequestsOwn(String field) {
        assertThatThrownBy(() -> auth.begin("GET", PLACE, name -> name.equals(field) ? List.of("x") : List.of()))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("carries credentials already");
    }

    @Test
    void fails_inAllWaysAlike_withoutAnIdentity() throws Exception {
        OutboundExchange exchange = auth.begin("GET", PLACE, OutboundExchangeTest::none);
        away = true;

        assertThatThrownBy(exchange::show)
                .isInstanceOf(CallNotMadeException.class)
                .hasMessage("not yet")
                .hasCauseInstanceOf(IdentityUnavailableException.class);
        assertThatThrownBy(exchange::await).isInstanceOf(CallNotMadeException.class);
        assertThatThrownBy(() -> exchange.showSoon().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CallNotMadeException.class);
    }

    @Test
    void repeats_once_ifTheRequestCanBeSentAgain() throws Exception {
        OutboundExchange exchange = auth.begin("GET", PLACE, OutboundExchangeTest::none);
        exchange.show();

        assertThat(exchange.answered(401, challenge("WPT"), false)).isInstanceOf(AnswerStep.Use.class);
        assertThat(exchange.answered(401, challenge("WPT"), true)).isInstanceOf(AnswerStep.Again.class);
        assertThat(exchange.answered(401, challenge("WPT"), true)).isInstanceOf(AnswerStep.Use.class);
        assertThat(exchange.answered(403, challenge("WPT"), true)).isInstanceOf(AnswerStep.Use.class);
    }

    @Test
    void repeats_notOnceMore_afterARedirect() throws Exception {
        OutboundExchange exchange = auth.begin("GET", PLACE, OutboundExchangeTest::none);
        exchange.show();
        assertThat(exchange.answered(401, challenge("WPT"), true)).isInstanceOf(AnswerStep.Again.class);

        OutboundExchange moved =
                exchange.redirected("GET", URI.create("https://orders.internal/orders/8"), OutboundExchangeTest::none);

        assertThat(moved.answered(401, challenge("WPT"), true)).isInstanceOf(AnswerStep.Use.class);
    }

    @Test
    void follows_redirectsWithinItsOrigin_andShowsNothingElsewhere() throws Exception {
        OutboundExchange exchange = auth.begin("GET", PLACE, OutboundExchangeTest::none);

        assertThat(exchange.redirected("GET", URI.create("https://orders.internal/x"), OutboundExchangeTest::none)
                        .show())
                .isNotEmpty();
        assertThat(exchange.redirected("GET", URI.create("http://orders.internal/x"), OutboundExchangeTest::none)
                        .show())
                .isEmpty();
        assertThatThrownBy(() ->
                        exchange.redirected("GET", URI.create("https://other.internal/x"), OutboundExchangeTest::none))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("another declared destination");
    }

    @Test
    void follows_noRedirect_whereAnswersAreSigned() throws Exception {
        OutboundAuth signing = OutboundAuth.of(me)
                .to(Destination.of("https://orders.internal").signed().answersSignedBy(me.id()));
        OutboundExchange exchange = signing.begin("GET", PLACE, OutboundExchangeTest::none);
        exchange.show();

        assertThatThrownBy(() ->
                        exchange.redirected("GET", URI.create("https://orders.internal/x"), OutboundExchangeTest::none))
                .hasMessageContaining("no signature covers where it leads");
        assertThat(exchange.redirected("GET", PLACE, OutboundExchangeTest::none).show())
                .containsKey("Signature");
        assertThat(exchange.answered(200, OutboundExchangeTest::none, true)).isInstanceOf(AnswerStep.Refuse.class);
    }

    @Test
    void wants_contentAheadOnlyWhereItIsSigned() throws Exception {
        OutboundAuth signing =
                OutboundAuth.of(me).to(Destination.of("https://orders.internal").signed());

        assertThat(signing.begin("POST", PLACE, OutboundExchangeTest::none).signsContent())
                .isTrue();
        assertThat(auth.begin("POST", PLACE, OutboundExchangeTest::none).signsContent())
                .isFalse();
    }

    @Test
    void says_thatATokenNeedsAnAuthorizationServer() {
        assertThatThrownBy(
                        () -> auth.to(Destination.of("https://orders.internal").accessToken(Scopes.of("a"))))
                .hasMessageContaining("without an authorization server");
    }

    @Test
    void lets_aPoolKnowOfRenewals() {
        List<String> told = new ArrayList<>();
        StringBuilder pool = new StringBuilder("pool");
        auth.onRenewal(pool, held -> told.add(held.toString()));

        listeners.forEach(Runnable::run);

        assertThat(told).containsExactly("pool");
    }

    @Test
    void knows_connectionsWithoutACertificateOfOurs_forGoodOnes() {
        assertThat(auth.isOutdated(List.of())).isFalse();
    }

    private static Function<String, List<String>> naming(String... hosts) {
        return name -> name.equalsIgnoreCase("Host") ? List.of(hosts) : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "orders.internal:8443", "other.internal", "", "orders.internal, evil.example"})
    void refuses_requestsThatNameAnotherHost_thanTheyGoTo(String host) {
        assertThatThrownBy(() -> auth.begin("GET", PLACE, naming(host)))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("another host");
    }

    @Test
    void refuses_requestsThatNameTheirHostTwice() {
        assertThatThrownBy(() -> auth.begin("GET", PLACE, naming("orders.internal", "orders.internal")))
                .isInstanceOf(CallNotMadeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.internal", "ORDERS.internal:443"})
    void takes_requestsThatNameTheHostTheyGoTo(String host) throws Exception {
        assertThat(auth.begin("GET", PLACE, naming(host)).show()).isNotEmpty();
    }

    @Test
    void takes_requestsThatNameAnyHost_whereNothingIsShown() throws Exception {
        assertThat(auth.begin("GET", URI.create("https://else.internal/"), naming("evil.example"))
                        .show())
                .isEmpty();
    }
}
