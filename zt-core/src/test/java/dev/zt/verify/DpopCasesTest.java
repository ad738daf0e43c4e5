package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.Audience;
import dev.zt.identity.ClientId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Vectors;
import dev.zt.keys.SignatureProvider;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DPoP proofs (RFC 9449 §4.3), with the numbers of the negative cases that the project keeps. */
class DpopCasesTest {
    private final TokenBench bench = new TokenBench();

    @Test
    void accepts_aTokenWithAProofOfItsKey() {
        String token = bench.bound();

        VerifiedCaller caller = bench.caller(bench.verifyBound(token, bench.proof(token)));

        assertThat(caller.id()).isEqualTo(ClientId.client(IssuerUrl.of(TokenBench.ISSUER), "billing"));
        assertThat(caller.proofKind()).isEqualTo(ProofKind.DPOP);
        assertThat(caller.instance()).isEqualTo(InstanceId.ofKey(TokenBench.thumbprint(bench.client)));
        assertThat(caller.keyThumbprint()).contains(TokenBench.thumbprint(bench.client));
    }

    @Test
    void case43_refuses_noProofAndTwoProofs() {
        String token = bench.bound();

        assertThat(Bench.outcome(bench.verify(Map.of("Authorization", List.of("DPoP " + token)))))
                .isEqualTo("401 dpop-missing");
        assertThat(Bench.outcome(bench.verify(Map.of(
                        "Authorization",
                        List.of("DPoP " + token),
                        "DPoP",
                        List.of(bench.proof(token), bench.proof(token))))))
                .isEqualTo("401 dpop-repeated");
    }

    @Test
    void case43_refuses_proofsJoinedInOneField() {
        String token = bench.bound();

        assertThat(Bench.outcome(bench.verifyBound(token, bench.proof(token) + "," + bench.proof(token))))
                .isEqualTo("401 dpop-malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "htm | \"get\" | dpop-method",
                "htm | \"POST\" | dpop-method",
                "htm | 7 | dpop-method",
                "htu | \"https://other.internal/orders/7\" | dpop-uri",
                "htu | \"http://orders.internal/orders/7\" | dpop-uri",
                "htu | \"https://orders.internal:8443/orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/orders/8\" | dpop-uri",
                "htu | \"https://orders.internal/Orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/orders/7/\" | dpop-uri",
                "htu | \"https://orders.internal/orders%2F7\" | dpop-uri",
                "htu | \"https://user@orders.internal/orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/orders/7%\" | dpop-uri",
                "htu | \"/orders/7\" | dpop-uri",
                "htu | \"https://orders.internal//elsewhere.example/./orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/.//orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/orders//7/.\" | dpop-uri",
                "htu | \"https://orders.internal/orders/\u00e9/../7\" | dpop-uri",
                "htu | \"\" | dpop-uri",
                "htu | \"orders.internal/orders/7\" | dpop-uri",
                "htu | \"https:/orders/7\" | dpop-uri",
                "htu | \"https://orders.internal/orders/\u007f/../7\" | dpop-uri",
                "iat | \"1767225600\" | dpop-issued-at",
                "iat | 1767225510 | dpop-expired",
                "iat | 1767225631 | dpop-too-far-ahead",
                "ath | \"x\" | dpop-token-hash",
                "ath | \"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\" | dpop-token-hash",
                "jti | \"\" | dpop-id",
                "jti | 7 | dpop-id"
            })
    void case43_refuses_spoiledProofs(String name, String json, String reason) {
        assertThat(bench.proofOutcome(claims -> Forge.with(claims, name, json))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @CsvSource({"1024, verified", "1025, 401 dpop-id"})
    void case43_reads_idsOf1024Characters(int length, String outcome) {
        assertThat(bench.proofOutcome(claims -> Forge.with(claims, "jti", "\"" + "a".repeat(length) + "\"")))
                .isEqualTo(outcome);
    }

    @Test
    void case43_refuses_proofsForAPathThatCanBeReadInTwoWays() {
        bench.path = "/orders//7";

        assertThat(bench.proofOutcome(claims -> Forge.with(claims, "htu", "\"https://orders.internal/orders//7\"")))
                .isEqualTo("401 dpop-uri");
    }

    @ParameterizedTest
    @CsvSource({"jti, dpop-id", "htm, dpop-method", "htu, dpop-uri", "iat, dpop-issued-at", "ath, dpop-token-hash"})
    void case43_refuses_missingClaims(String name, String reason) {
        assertThat(bench.proofOutcome(claims -> Forge.without(claims, name))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://orders.internal:443/orders/7",
                "HTTPS://Orders.Internal/orders/7",
                "https://orders.internal/%6frders/7",
                "https://orders.internal/orders/x/../7",
                "https://orders.internal/orders/7?a=b",
                "https://orders.internal/orders/7#f"
            })
    void case43_accepts_otherSpellingsOfTheUri(String htu) {
        assertThat(bench.proofOutcome(claims -> Forge.with(claims, "htu", "\"" + htu + "\"")))
                .isEqualTo("verified");
    }

    @Test
    void case43_accepts_aTildeEscapedOrNot() {
        bench.path = "/~shop/caf%C3%A9";

        for (String htu : List.of("/%7Eshop/caf%c3%a9", "/~shop/caf%C3%A9", "/%7eshop/c%61f%C3%a9")) {
            assertThat(bench.proofOutcome(
                            claims -> Forge.with(claims, "htu", "\"https://orders.internal" + htu + "\"")))
                    .as(htu)
                    .isEqualTo("verified");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"alg\":\"ES256\",\"kid\":\"mine\",\"use\":\"sig\" | verified",
                ",\"alg\":\"ES384\" | 401 dpop-key",
                ",\"kid\":7 | 401 dpop-key",
                ",\"use\":\"enc\" | 401 dpop-key",
                ",\"key_ops\":[\"sign\"] | 401 dpop-key",
                ",\"d\":\"AQ\" | 401 dpop-key"
            })
    void case43_asks_aKnownKeyWhatItSaysOfItself(String more, String outcome) {
        assertThat(bench.proofOutcome(claims -> claims)).isEqualTo("verified");
        String token = bench.bound();
        String jwk = TokenBench.jwk(bench.client).replace("}", more + "}");
        Map<String, String> header = Forge.with(bench.proofHeader(), "jwk", jwk);

        assertThat(Bench.outcome(bench.verifyBound(token, Forge.sign(header, bench.proofClaims(token), bench.client))))
                .isEqualTo(outcome);
    }

    @Test
    void case43_refuses_aPrivateKeyInTheHeader() {
        String token = bench.bound();
        String jwk = TokenBench.jwk(bench.client).replace("}", ",\"d\":\"" + bench.client.getD() + "\"}");
        Map<String, String> header = Forge.with(bench.proofHeader(), "jwk", jwk);

        assertThat(Bench.outcome(bench.verifyBound(token, Forge.sign(header, bench.proofClaims(token), bench.client))))
                .isEqualTo("401 dpop-key");
    }

    @Test
    void case43_refuses_aPrivateKeyAfterThePublicOneWasSeen() {
        String token = bench.bound();
        bench.verifyBound(token, bench.proof(token));

        case43_refuses_aPrivateKeyInTheHeader();
    }

    @Test
    void case43_refuses_anotherKeyThanTheTokens() {
        String token = bench.bound();
        ECKey thief = Forge.newKey();
        Map<String, String> header = Forge.with(bench.proofHeader(), "jwk", TokenBench.jwk(thief));

        assertThat(Bench.outcome(bench.verifyBound(token, Forge.sign(header, bench.proofClaims(token), thief))))
                .isEqualTo("401 dpop-other-key");
        assertThat(Bench.outcome(
                        bench.verifyBound(token, Forge.sign(bench.proofHeader(), bench.proofClaims(token), thief))))
                .isEqualTo("401 dpop-signature");
    }

    @Test
    void case42_refuses_anUnboundTokenWithAProof() {
        String token = bench.bearer();

        assertThat(Bench.outcome(bench.verifyBound(token, bench.proof(token)))).isEqualTo("401 token-unbound");
    }

    @Test
    void case42_refuses_aProofBesideABearerToken() {
        String token = bench.bound();

        assertThat(Bench.outcome(bench.verify(
                        Map.of("Authorization", List.of("Bearer " + token), "DPoP", List.of(bench.proof(token))))))
                .isEqualTo("400 credentials-mixed");
    }

    @Test
    void refuses_twoAuthorizations() {
        String token = bench.bound();

        assertThat(Bench.outcome(bench.verify(Map.of(
                        "Authorization",
                        List.of("DPoP " + token, "Bearer " + bench.bearer()),
                        "DPoP",
                        List.of(bench.proof(token))))))
                .isEqualTo("400 credential-repeated");
    }

    @ParameterizedTest
    @CsvSource({
        "typ, '\"JWT\"', dpop-type",
        "typ, '\"at+jwt\"', dpop-type",
        "typ, '\"wpt+jwt\"', dpop-type",
        "alg, '\"none\"', dpop-algorithm",
        "alg, '\"HS256\"', dpop-algorithm",
        "alg, '\"Ed25519\"', dpop-algorithm",
        "kid, '\"x\"', dpop-header",
        "crit, '[\"b64\"]', dpop-header",
        "jku, '\"https://evil.example\"', dpop-header",
        "jwk, '\"x\"', dpop-header",
        "jwk, '{}', dpop-key",
        "jwk, '{\"kty\":\"oct\",\"k\":\"AA\"}', dpop-key"
    })
    void refuses_spoiledHeaders(String name, String json, String reason) {
        String token = bench.bound();
        Map<String, String> header = Forge.with(bench.proofHeader(), name, json);

        assertThat(Bench.outcome(bench.verifyBound(token, Forge.sign(header, bench.proofClaims(token), bench.client))))
                .isEqualTo("401 " + reason);
    }

    @Test
    void refuses_whatIsNoProofAndWhatIsTooLong() {
        String token = bench.bound();

        assertThat(Bench.outcome(bench.verifyBound(token, "x"))).isEqualTo("401 dpop-malformed");
        assertThat(Bench.outcome(bench.verifyBound(token, "a".repeat(8193)))).isEqualTo("401 dpop-too-large");
    }

    @Test
    void refuses_theProofOfAnotherTokenOfTheSameKey() {
        String proof = bench.proof(bench.bound());

        assertThat(Bench.outcome(bench.verifyBound(bench.bound(), proof))).isEqualTo("401 dpop-token-hash");
    }

    @Test
    void accepts_aProofOnce() {
        String token = bench.bound();
        String proof = bench.proof(token);

        assertThat(Bench.outcome(bench.verifyBound(token, proof))).isEqualTo("verified");
        assertThat(Bench.outcome(bench.verifyBound(token, proof))).isEqualTo("401 dpop-replayed");
    }

    @Test
    void accepts_aProofOnceForManyAtATime() throws Exception {
        String token = bench.bound();
        String proof = bench.proof(token);
        CountDownLatch together = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> outcomes = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return Bench.outcome(bench.verifyBound(token, proof));
                    }))
                    .toList();
            together.countDown();
            int verified = 0;
            for (Future<String> outcome : outcomes) {
                verified += outcome.get().equals("verified") ? 1 : 0;
            }
            assertThat(verified).isOne();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refuses_anUsedProofUntilItIsTooOld() {
        String token = bench.token(Forge.with(bench.boundClaims(), "exp", Long.toString(Forge.NOW + 3600)));
        String proof = bench.proof(token);
        bench.verifyBound(token, proof);
        bench.now = bench.now.plusSeconds(89);

        assertThat(Bench.outcome(bench.verifyBound(token, proof))).isEqualTo("401 dpop-replayed");
        bench.now = bench.now.plusSeconds(1);
        assertThat(Bench.outcome(bench.verifyBound(token, proof))).isEqualTo("401 dpop-expired");
    }

    @Test
    void uses_noProofUpThatFails() {
        String token = bench.bound();
        String proof = bench.proof(token);
        bench.path = "/orders/8";
        bench.verifyBound(token, proof);
        bench.path = "/orders/7";

        assertThat(Bench.outcome(bench.verifyBound(token, proof))).isEqualTo("verified");
    }

    @Test
    void accepts_noAlgorithmButThoseThatAreNamed() {
        TokenBench strict = new TokenBench(rules -> rules.proofAlgorithms(Set.of("PS256")), null);
        String token = strict.bound();

        assertThat(Bench.outcome(strict.verifyBound(token, strict.proof(token))))
                .isEqualTo("401 dpop-algorithm");
    }

    @Test
    void names_anOriginThatWasConfigured() {
        TokenBench other = new TokenBench(rules -> rules.origin(Audience.of("http://127.0.0.1:8080")), null);

        assertThat(other.proofOutcome(claims -> Forge.with(claims, "htu", "\"http://127.0.0.1:8080/orders/7\"")))
                .isEqualTo("verified");
    }

    @Test
    void case44_gives_theNextNonce_whenTheOneUsedIsAging() {
        DpopNonces nonces = DpopNonces.ofThisProcess(() -> bench.now);
        TokenBench withNonces = new TokenBench(rules -> rules, nonces);
        String nonce = nonces.next();
        withNonces.now = withNonces.now.plusSeconds(151);
        bench.now = withNonces.now;
        String token = withNonces.bound();
        String proof = withNonces.proof(Forge.with(withNonces.proofClaims(token), "nonce", "\"" + nonce + "\""));

        VerifyResult.Verified aging = (VerifyResult.Verified) withNonces.verifyBound(token, proof);

        String next = aging.nextNonce().orElseThrow();
        VerifyResult.Verified fresh = (VerifyResult.Verified) withNonces.verifyBound(
                token, withNonces.proof(Forge.with(withNonces.proofClaims(token), "nonce", "\"" + next + "\"")));
        assertThat(fresh.nextNonce()).isEmpty();
    }

    @Test
    void case44_wants_aNonceOfItsOwn() {
        TokenBench strict = new TokenBench();
        DpopNonces nonces = DpopNonces.ofThisProcess(() -> strict.now);
        TokenBench withNonces = new TokenBench(rules -> rules, nonces);

        assertThat(withNonces.proofOutcome(claims -> claims)).isEqualTo("401 dpop-nonce");
        assertThat(withNonces.proofOutcome(claims -> Forge.with(claims, "nonce", "\"x\"")))
                .isEqualTo("401 dpop-nonce");
        assertThat(withNonces.proofOutcome(claims -> Forge.with(claims, "nonce", "\"" + nonces.next() + "\"")))
                .isEqualTo("verified");
    }

    @Test
    void accepts_theExampleOfTheStandard() throws Exception {
        JsonNode rfc = Vectors.read("rfc-vectors.json").get("rfc9449");
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(rfc.get("access_token").asText().getBytes(StandardCharsets.US_ASCII));
        DpopVerifier verifier = new DpopVerifier(
                VerifierRules.of(Audience.of("https://resource.example.org")),
                null,
                SignatureProvider.bouncyCastle().engine());
        int withToken = 0;
        for (JsonNode example : rfc.get("proofs")) {
            JsonNode payload = example.get("payload");
            if (payload.has("ath")) {
                Call call = Call.of(payload.get("htm").asText(), "/protectedresource", name -> List.of(), Channel.TLS);
                Instant now = Instant.ofEpochSecond(payload.get("iat").asLong());

                DpopVerifier.Check check = verifier.verify(
                        example.get("proof").asText(), example.get("jkt").asText(), digest, call, now);

                assertThat(check).isInstanceOf(DpopVerifier.Check.Passed.class);
                withToken++;
            }
        }
        assertThat(withToken).isPositive();
    }

    @Test
    void examines_noKeyThatIsLargerThanCallersNeed() {
        String token = bench.bound();
        String jwk = "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + "v".repeat(684) + "\"}";
        Map<String, String> header = Forge.with(bench.proofHeader(), "jwk", jwk);

        assertThat(Bench.outcome(bench.verifyBound(token, Forge.sign(header, bench.proofClaims(token), bench.client))))
                .isEqualTo("401 dpop-key");
    }
}
