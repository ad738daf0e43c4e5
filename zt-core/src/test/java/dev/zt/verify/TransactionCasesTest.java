package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transaction tokens: context for a proven caller, and proof of nothing. */
class TransactionCasesTest {
    private static final IssuerUrl SERVICE = IssuerUrl.of("https://txn.shop.example");

    private final ECKey service = Forge.newKey();
    private final TokenBench bench =
            new TokenBench(rules -> rules.transactions(SERVICE, TrustDomain.of("shop.example")), null);

    TransactionCasesTest() {
        bench.keys.put(SERVICE, Forge.bundle("txn-1", service, "sig"));
    }

    private static Map<String, String> header() {
        Map<String, String> header = Forge.header("txntoken+jwt");
        header.put("kid", "\"txn-1\"");
        return header;
    }

    private static Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iat", Long.toString(Forge.NOW));
        claims.put("exp", Long.toString(Forge.NOW + 60));
        claims.put("aud", "\"shop.example\"");
        claims.put("txn", "\"97053963-771d-49cc-a4e3-20aad399c312\"");
        claims.put("sub", "\"user-7\"");
        claims.put("scope", "\"trade.stocks\"");
        claims.put("req_wl", "\"spiffe://shop.example/edge\"");
        claims.put("tctx", "{\"action\":\"BUY\",\"quantity\":100}");
        claims.put("rctx", "{\"req_ip\":\"192.0.2.1\"}");
        return claims;
    }

    private VerifyResult verify(String... transactions) {
        return bench.verify(
                Map.of("Authorization", List.of("Bearer " + bench.bearer()), "Txn-Token", List.of(transactions)));
    }

    private String outcome(Map<String, String> claims) {
        return Bench.outcome(verify(Forge.sign(header(), claims, service)));
    }

    @Test
    void shows_whatATransactionIsAbout() {
        String text = Forge.sign(header(), claims(), service);

        VerifiedTransaction transaction =
                bench.caller(verify(text)).transaction().orElseThrow();

        assertThat(transaction.id()).isEqualTo("97053963-771d-49cc-a4e3-20aad399c312");
        assertThat(transaction.subject()).isEqualTo("user-7");
        assertThat(transaction.requestingWorkload()).isEqualTo("spiffe://shop.example/edge");
        assertThat(transaction.scopes()).isEqualTo(Scopes.of("trade.stocks"));
        assertThat(transaction.context("action")).contains("BUY");
        assertThat(transaction.context("quantity")).isEmpty();
        assertThat(transaction.requesterContext("req_ip")).contains("192.0.2.1");
        assertThat(transaction.token()).isEqualTo(text);
        assertThat(transaction.toString()).doesNotContain("eyJ", "user-7");
    }

    @Test
    void case51_proves_nothingOfTheCaller() {
        VerifyResult result = bench.verify(Map.of("Txn-Token", List.of(Forge.sign(header(), claims(), service))));

        assertThat(Bench.outcome(result)).isEqualTo("anonymous");
    }

    @Test
    void case51_isNoAccessToken() {
        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header(), claims(), service))))
                .isEqualTo("401 token-type");
    }

    @Test
    void case51_widens_noScopes() {
        String wide = Forge.sign(header(), Forge.with(claims(), "scope", "\"orders:admin\""), service);

        VerifiedCaller caller = bench.caller(verify(wide));

        assertThat(caller.token().orElseThrow().scopes()).isEqualTo(Scopes.of("orders:read", "orders:write"));
        assertThat(caller.narrowedTo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud | \"other.example\" | transaction-audience",
                "aud | [\"shop.example\"] | transaction-audience",
                "iss | \"https://other.example\" | transaction-audience",
                "exp | 1767225570 | transaction-expired",
                "exp | \"x\" | transaction-expired",
                "nbf | 1767225631 | transaction-expired",
                "nbf | \"x\" | transaction-expired",
                "iat | 1767225631 | transaction-expired",
                "txn | \"\" | transaction-claims",
                "sub | 7 | transaction-claims",
                "scope | 7 | transaction-claims",
                "req_wl | null | transaction-claims",
                "iat | \"x\" | transaction-claims",
                "tctx | \"x\" | transaction-claims",
                "rctx | [] | transaction-claims"
            })
    void case51_refuses_spoiledClaims(String name, String json, String reason) {
        assertThat(outcome(Forge.with(claims(), name, json))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @CsvSource({"txn", "sub", "req_wl", "scope", "iat"})
    void case51_refuses_missingClaims(String name) {
        assertThat(outcome(Forge.without(claims(), name))).isEqualTo("401 transaction-claims");
    }

    @ParameterizedTest
    @CsvSource({"1024, verified", "1025, 401 transaction-claims"})
    void reads_textsOf1024Characters(int length, String outcome) {
        assertThat(outcome(Forge.with(claims(), "sub", "\"" + "a".repeat(length) + "\"")))
                .isEqualTo(outcome);
    }

    @Test
    void accepts_theIssuerItIsFrom_andNoContextAtAll() {
        Map<String, String> claims = Forge.with(claims(), "iss", "\"" + SERVICE + "\"");

        assertThat(outcome(claims)).isEqualTo("verified");
        assertThat(outcome(Forge.without(Forge.without(claims, "tctx"), "rctx")))
                .isEqualTo("verified");
    }

    @Test
    void case51_refuses_aTokenThatWasSignedAnew() {
        assertThat(Bench.outcome(verify(Forge.sign(header(), claims(), Forge.newKey()))))
                .isEqualTo("401 transaction-signature");
    }

    @Test
    void case51_refuses_anotherTypeAndAnotherHeader() {
        assertThat(Bench.outcome(verify(Forge.sign(Forge.with(header(), "typ", "\"at+jwt\""), claims(), service))))
                .isEqualTo("401 transaction-type");
        assertThat(Bench.outcome(
                        verify(Forge.sign(Forge.with(header(), "jku", "\"https://x.example\""), claims(), service))))
                .isEqualTo("401 transaction-type");
    }

    @Test
    void case51_refuses_twoOfThem() {
        String text = Forge.sign(header(), claims(), service);

        assertThat(Bench.outcome(verify(text, text))).isEqualTo("401 transaction-repeated");
    }

    @Test
    void checks_theSignatureOfATokenOnceForAsLongAsItsKeysStay() {
        String text = Forge.sign(header(), claims(), service);
        assertThat(Bench.outcome(verify(text))).isEqualTo("verified");

        // Same epoch: the keys are not looked at again.
        bench.keys.put(SERVICE, Forge.bundle("txn-1", Forge.newKey(), "sig"));
        assertThat(Bench.outcome(verify(text))).isEqualTo("verified");

        bench.epoch++;
        assertThat(Bench.outcome(verify(text))).isEqualTo("401 transaction-signature");
    }

    @Test
    void expires_rememberedTokens() {
        String text = Forge.sign(header(), claims(), service);
        assertThat(Bench.outcome(verify(text))).isEqualTo("verified");

        bench.now = bench.now.plusSeconds(60 + 30);

        assertThat(Bench.outcome(verify(text))).isEqualTo("401 transaction-expired");
    }

    @Test
    void refuses_whatIsNoToken() {
        assertThat(Bench.outcome(verify("x"))).isEqualTo("401 transaction-malformed");
        assertThat(Bench.outcome(verify(Forge.sign(Forge.json(header()), "[]", service))))
                .isEqualTo("401 transaction-malformed");
        assertThat(Bench.outcome(verify("a".repeat(8193)))).isEqualTo("401 transaction-malformed");
    }

    @Test
    void says_thatItCannotTellWithoutKeys() {
        bench.keys.put(SERVICE, "");

        assertThat(outcome(claims())).isEqualTo("503 keys-unavailable");
    }

    @Test
    void shows_nothingWhereNobodysTransactionsAreVerified() {
        TokenBench plain = new TokenBench();

        VerifyResult result =
                plain.verify(Map.of("Authorization", List.of("Bearer " + plain.bearer()), "Txn-Token", List.of("x")));

        assertThat(plain.caller(result).transaction()).isEmpty();
    }
}
