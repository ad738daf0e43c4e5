package dev.zt.verify;

import static dev.zt.verify.Forge.with;
import static dev.zt.verify.Forge.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The negative cases 21 to 31 for workload proof tokens, by number. Profile: wpt-02 beside a WIT-SVID. */
class WptCasesTest {
    private final Bench bench = new Bench();
    private final Forge forge = bench.forge;

    private void assertProof(String claim, String json, String expected) {
        assertThat(Bench.outcome(bench.verifyProof(claims -> with(claims, claim, json))))
                .isEqualTo(expected);
    }

    private Bench.Headers headers(String wit, String proof) {
        return new Bench.Headers().with("Workload-Identity-Token", wit).with("Authorization", "WPT " + proof);
    }

    @Test
    void case21_refuses_secondAuthorization() {
        String wit = forge.wit();

        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(wit)).with("Authorization", "Bearer x"))))
                .isEqualTo("401 authorization-repeated");
        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(wit) + ", Bearer x"))))
                .isEqualTo("401 proof-malformed");
    }

    @Test
    void case21_refuses_bearerBesideAToken() {
        Bench.Headers headers =
                new Bench.Headers().with("Workload-Identity-Token", forge.wit()).with("Authorization", "Bearer x");

        assertThat(Bench.outcome(bench.verify(headers))).isEqualTo("400 credentials-mixed");
    }

    @Test
    void case22_refuses_outdatedHeader() {
        String wit = forge.wit();
        Bench.Headers only =
                new Bench.Headers().with("Workload-Identity-Token", wit).with("Workload-Proof-Token", forge.proof(wit));

        assertThat(Bench.outcome(bench.verify(only))).isEqualTo("401 proof-header-outdated");
        assertThat(Bench.outcome(
                        bench.verify(headers(wit, forge.proof(wit)).with("Workload-Proof-Token", forge.proof(wit)))))
                .isEqualTo("400 credentials-mixed");
    }

    @Test
    void case23_refuses_proofByAnotherKey() {
        String wit = forge.wit();
        String proof = Forge.sign(Forge.header("wpt+jwt"), forge.proofClaims(wit), Forge.newKey());

        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("401 proof-signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519", "es256", "none", "ES384"})
    void case23_refuses_algorithmOtherThanTheConfirmedOne(String alg) {
        String wit = forge.wit();
        String proof = Forge.sign(
                with(Forge.header("wpt+jwt"), "alg", "\"" + alg + "\""), forge.proofClaims(wit), forge.holder);

        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("401 proof-algorithm");
    }

    @Test
    void case24_refuses_proofMadeForAnotherTokenOfTheSameKey() {
        String first = forge.wit();
        String second = forge.wit(with(forge.witClaims(), "jti", "\"second\""));

        assertThat(Bench.outcome(bench.verify(second, forge.proof(first)))).isEqualTo("401 proof-token-hash");
    }

    @Test
    void case25_refuses_proofForAnotherServiceWhateverTheHostHeaderSays() {
        String wit = forge.wit();
        String proof = forge.proof(with(forge.proofClaims(wit), "aud", "\"https://billing.internal\""));
        Bench.Headers headers =
                headers(wit, proof).with("Host", "billing.internal").with("X-Forwarded-Host", "billing.internal");

        assertThat(Bench.outcome(bench.verify(headers))).isEqualTo("401 proof-audience");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://orders.internal", "https://orders.internal/", "https://orders.internal:443",
                "https://orders.internal?x=1", "https://orders.internal#x", "https://orders.internal/orders/7",
                "orders-alias"
            })
    void case26_accepts_theSameAudienceInAnotherSpelling(String aud) {
        assertProof("aud", "\"" + aud + "\"", "verified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://orders.internal/Orders/7",
                "https://orders.internal/orders/8",
                "Orders-alias",
                "http://orders.internal"
            })
    void case26_refuses_anotherPathOrCase(String aud) {
        assertProof("aud", "\"" + aud + "\"", "401 proof-audience");
    }

    @Test
    void refuses_audienceThatIsNoString() {
        assertProof("aud", "[\"https://orders.internal\"]", "401 proof-audience");
        assertProof("aud", "null", "401 proof-audience");
    }

    @Test
    void case27_refuses_proofTheSecondTime() {
        String wit = forge.wit();
        String proof = forge.proof(wit);

        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("verified");
        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("401 proof-replayed");
    }

    @Test
    void case27_refuses_sameIdInADifferentProof() {
        String wit = forge.wit();
        var claims = with(forge.proofClaims(wit), "jti", "\"one\"");

        assertThat(Bench.outcome(bench.verify(wit, forge.proof(claims)))).isEqualTo("verified");
        assertThat(Bench.outcome(bench.verify(wit, forge.proof(with(claims, "exp", Long.toString(Forge.NOW + 31))))))
                .isEqualTo("401 proof-replayed");
    }

    @Test
    void case27_lets_oneOfAHundredThreadsWin() throws Exception {
        String wit = forge.wit();
        String proof = forge.proof(wit);
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            Callable<String> use = () -> Bench.outcome(bench.verify(wit, proof));
            List<Future<String>> outcomes = threads.invokeAll(java.util.Collections.nCopies(100, use));
            int winners = 0;
            for (Future<String> outcome : outcomes) {
                winners += outcome.get().equals("verified") ? 1 : 0;
                assertThat(outcome.get()).isIn("verified", "401 proof-replayed");
            }
            assertThat(winners).isOne();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keeps_aProofThatFailedForAnotherReasonUsable() {
        String wit = forge.wit();
        String proof = forge.proof(wit);
        bench.now = bench.now.minusSeconds(61);
        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("401 proof-too-far-ahead");

        bench.now = bench.now.plusSeconds(61);

        assertThat(Bench.outcome(bench.verify(wit, proof))).isEqualTo("verified");
    }

    @Test
    void case28_refuses_missingPassedAndFarExpiry() {
        assertThat(Bench.outcome(bench.verifyProof(claims -> without(claims, "exp"))))
                .isEqualTo("401 proof-expiry");
        assertProof("exp", "\"soon\"", "401 proof-expiry");
        assertProof("exp", Long.toString(Forge.NOW - 30), "401 proof-expired");
        assertProof("exp", Long.toString(Forge.NOW - 29), "verified");
        assertProof("exp", Long.toString(Forge.NOW + 60), "verified");
        assertProof("exp", Long.toString(Forge.NOW + 61), "401 proof-too-far-ahead");
    }

    @Test
    void case29_binds_theTransactionToken() {
        String wit = forge.wit();
        String txn = "a.transaction.token";
        var bound = with(forge.proofClaims(wit), "tth", "\"" + Forge.hash(txn) + "\"");

        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(bound)).with("Txn-Token", txn))))
                .isEqualTo("verified");
        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(wit)).with("Txn-Token", txn))))
                .isEqualTo("401 proof-transaction");
        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(bound)).with("Txn-Token", "another"))))
                .isEqualTo("401 proof-transaction");
        assertThat(Bench.outcome(bench.verify(headers(wit, forge.proof(bound)))))
                .isEqualTo("401 proof-transaction");
        assertThat(Bench.outcome(bench.verify(
                        headers(wit, forge.proof(bound)).with("Txn-Token", txn).with("Txn-Token", txn))))
                .isEqualTo("401 proof-transaction");
    }

    @Test
    void case30_binds_contextHeadersThatAreConfigured() {
        Bench context = new Bench(WitProfile.SPIFFE, Set.of("X-Context"));
        String wit = context.forge.wit();
        var bound = with(context.forge.proofClaims(wit), "oth", "{\"x-context\":\"" + Forge.hash("value") + "\"}");
        java.util.function.Supplier<Bench.Headers> fresh =
                () -> headers(wit, context.forge.proof(with(bound, "jti", "\"" + java.util.UUID.randomUUID() + "\"")));

        assertThat(Bench.outcome(context.verify(fresh.get().with("X-Context", "  value "))))
                .isEqualTo("verified");
        assertThat(Bench.outcome(context.verify(fresh.get().with("X-Context", "changed"))))
                .isEqualTo("401 proof-context");
        assertThat(Bench.outcome(
                        context.verify(fresh.get().with("X-Context", "value").with("X-Context", "value"))))
                .isEqualTo("401 proof-context");
        assertThat(Bench.outcome(context.verify(fresh.get()))).isEqualTo("401 proof-context");
    }

    @Test
    void case30_tellsCharactersOutsideLatin1Apart() {
        Bench context = new Bench(WitProfile.SPIFFE, Set.of("X-Context"));
        String wit = context.forge.wit();
        var bound = with(context.forge.proofClaims(wit), "oth", "{\"x-context\":\"" + Forge.hash("name=?") + "\"}");

        assertThat(Bench.outcome(
                        context.verify(headers(wit, context.forge.proof(bound)).with("X-Context", "name=\u0416"))))
                .isEqualTo("401 proof-context");
    }

    @Test
    void case30_neverAsksAContainerForAHeaderThatTheCallerNamed() {
        assertProof("oth", "{\"a\\r\\nb\":\"x\"}", "401 proof-context");
    }

    @Test
    void case30_refuses_unknownContextHeader() {
        assertProof("oth", "{\"x-unknown\":\"" + Forge.hash("value") + "\"}", "401 proof-context");
        assertProof("oth", "\"x\"", "401 proof-context");
    }

    @Test
    void case31_refuses_onlyTheCallerThatFloodsTheReplayMemory() {
        for (int i = 0; i < 512; i++) {
            assertThat(Bench.outcome(bench.verifyProof(claims -> claims))).isEqualTo("verified");
        }

        assertThat(Bench.outcome(bench.verifyProof(claims -> claims))).isEqualTo("503 replay-share-exhausted");

        String other = forge.wit(with(forge.witClaims(), "sub", "\"spiffe://shop.example/billing\""));
        assertThat(Bench.outcome(bench.verifyWit(other))).isEqualTo("verified");
    }

    @Test
    void case31_refuses_missingEmptyAndHugeIds() {
        assertThat(Bench.outcome(bench.verifyProof(claims -> without(claims, "jti"))))
                .isEqualTo("401 proof-id");
        assertProof("jti", "\"\"", "401 proof-id");
        assertProof("jti", "7", "401 proof-id");
        assertProof("jti", "\"" + "j".repeat(2000) + "\"", "401 proof-id");
        assertProof("jti", "\"" + "j".repeat(1 << 20) + "\"", "401 proof-too-large");
    }

    @Test
    void refuses_proofOfAnotherTypeOrWithUnknownHeaders() {
        String wit = forge.wit();

        assertThat(Bench.outcome(
                        bench.verify(wit, Forge.sign(Forge.header("wit+jwt"), forge.proofClaims(wit), forge.holder))))
                .isEqualTo("401 proof-type");
        assertThat(Bench.outcome(bench.verify(
                        wit,
                        Forge.sign(
                                with(Forge.header("wpt+jwt"), "jwk", Forge.publicJwk(forge.holder)),
                                forge.proofClaims(wit),
                                forge.holder))))
                .isEqualTo("401 proof-header");
    }

    @Test
    void refuses_proofThatIsNoToken() {
        String wit = forge.wit();

        assertThat(Bench.outcome(bench.verify(wit, "a.b"))).isEqualTo("401 proof-malformed");
        assertThat(Bench.outcome(bench.verify(wit, ""))).isEqualTo("401 proof-malformed");
        assertThat(Bench.outcome(bench.verify(
                        new Bench.Headers().with("Workload-Identity-Token", wit).with("Authorization", "WPT"))))
                .isEqualTo("401 proof-malformed");
        assertThat(Bench.outcome(bench.verify(new Bench.Headers()
                        .with("Workload-Identity-Token", wit)
                        .with("Authorization", "WPT\t" + forge.proof(wit)))))
                .isEqualTo("401 proof-malformed");
    }

    @Test
    void accepts_schemeInAnyCase() {
        String wit = forge.wit();
        Bench.Headers headers = new Bench.Headers()
                .with("workload-identity-token", wit)
                .with("authorization", "wpt " + forge.proof(wit));

        assertThat(Bench.outcome(bench.verify(headers))).isEqualTo("verified");
    }

    @Test
    void refuses_proofWithoutToken() {
        String wit = forge.wit();

        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("Authorization", "WPT " + forge.proof(wit)))))
                .isEqualTo("401 proof-without-token");
    }

    @Test
    void narrows_scopesByTheProof() {
        VerifyResult result = bench.verifyProof(claims -> with(claims, "scope", "\"orders:read\""));

        assertThat(((VerifyResult.Verified) result).caller().narrowedTo()).contains(Scopes.of("orders:read"));
        assertProof("scope", "\"a  b\"", "401 proof-scope");
        assertProof("scope", "[\"a\"]", "401 proof-scope");
    }

    @Test
    void sees_nobodyWhereNothingIsPresented() {
        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("Accept", "*/*"))))
                .isEqualTo("anonymous");
    }

    @Test
    void refuses_otherSchemesAndStrayHeaders() {
        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("Authorization", "Basic x"))))
                .isEqualTo("401 scheme-not-accepted");
        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("DPoP", "x"))))
                .isEqualTo("401 dpop-without-token");
        assertThat(Bench.outcome(bench.verify(
                        new Bench.Headers().with("Authorization", "Basic x").with("Authorization", "Basic y"))))
                .isEqualTo("400 credential-repeated");
    }
}
