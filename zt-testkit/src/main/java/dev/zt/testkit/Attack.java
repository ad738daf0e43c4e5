package dev.zt.testkit;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Calls that are each wrong in exactly one way, with the reason for which a guard must refuse them.
 *
 * <pre>{@code
 * @TestFactory Stream<DynamicTest> attacks(ZtScene zt) {
 *     return zt.attacks("billing", "reports", "GET", "/orders/7");
 * }
 * }</pre>
 */
public enum Attack {
    NO_TOKEN(401, "nothing-presented", AttackScene::bare),
    TOKEN_WITHOUT_PROOF(
            401,
            "proof-missing",
            scene -> scene.bare().with("Workload-Identity-Token", scene.victim().token())),
    PROOF_WITHOUT_TOKEN(
            401,
            "proof-without-token",
            scene -> scene.bare().with("Authorization", "WPT " + scene.victim().signProof(scene.proof()))),
    TOKEN_AS_BEARER(
            401,
            "scheme-not-accepted",
            scene -> scene.bare()
                    .with("Authorization", "Bearer " + scene.victim().token())),
    OUTDATED_PROOF_HEADER(
            401,
            "proof-header-outdated",
            scene -> scene.bare()
                    .with("Workload-Identity-Token", scene.victim().token())
                    .with("Workload-Proof-Token", scene.victim().signProof(scene.proof()))),
    TWO_TOKENS(
            400,
            "wit-repeated",
            scene -> scene.honestCall()
                    .with("Workload-Identity-Token", scene.victim().token())),
    TWO_AUTHORIZATIONS(
            401, "authorization-repeated", scene -> scene.honestCall().with("Authorization", "Bearer x")),

    STOLEN_TOKEN_FOREIGN_KEY(
            401,
            "proof-signature",
            scene -> scene.with(scene.victim().token(), scene.outsider().signProof(scene.proof()))),
    REPLAYED_PROOF(401, "proof-replayed", AttackScene::honestCall) {
        @Override
        public Sequence begin(AttackScene scene) {
            TestCall captured = scene.honestCall();
            return new Sequence(List.of(captured), captured);
        }
    },
    PROOF_FOR_ANOTHER_SERVICE(
            401,
            "proof-audience",
            scene -> scene.bare().with(scene.victim().prove(Audience.of("https://elsewhere.example")))),
    PROOF_OF_ANOTHER_TOKEN(
            401,
            "proof-token-hash",
            scene -> scene.with(
                    scene.authority()
                            .sign(scene.authority().header(), scene.victim().claims()),
                    scene.victim().signProof(scene.proof()))),
    EXPIRED_PROOF(
            401,
            "proof-expired",
            scene -> scene.withProof(scene.proof()
                    .number("exp", scene.authority().clock().instant().getEpochSecond() - 60))),
    PROOF_WITHOUT_EXPIRY(
            401, "proof-expiry", scene -> scene.withProof(scene.proof().without("exp"))),
    PROOF_TOO_FAR_AHEAD(
            401,
            "proof-too-far-ahead",
            scene -> scene.withProof(scene.proof()
                    .number("exp", scene.authority().clock().instant().getEpochSecond() + 3600))),
    PROOF_WITHOUT_ID(401, "proof-id", scene -> scene.withProof(scene.proof().without("jti"))),
    PROOF_OF_WRONG_TYPE(
            401,
            "proof-type",
            scene -> scene.with(
                    scene.victim().token(),
                    new JwsWriter("{\"typ\":\"JWT\",\"alg\":\"ES256\"}")
                            .sign(scene.proof().json(), scene.victim().key()))),
    PROOF_WITH_UNKNOWN_HEADER(
            401, "proof-context", scene -> scene.withProof(scene.proof().raw("oth", "{\"x-unknown\":\"AAAA\"}"))),
    PROOF_FOR_A_MISSING_TRANSACTION(
            401, "proof-transaction", scene -> scene.withProof(scene.proof().text("tth", "AAAA"))),

    EXPIRED_TOKEN(
            400,
            "wit-expired",
            scene -> scene.withToken(sign(scene, scene.victim().claims(Duration.ofHours(-1))))),
    TOKEN_WITHOUT_EXPIRY(
            400,
            "wit-expiry",
            scene -> scene.withToken(sign(scene, scene.victim().claims().without("exp")))),
    TOKEN_NOT_YET_VALID(
            400,
            "wit-not-yet-valid",
            scene -> scene.withToken(sign(
                    scene,
                    scene.victim()
                            .claims()
                            .number("nbf", scene.authority().clock().instant().getEpochSecond() + 600)))),
    ALGORITHM_NONE(
            400,
            "wit-algorithm",
            scene -> scene.withToken(scene.victim()
                    .token()
                    .replaceFirst(
                            "^[^.]+",
                            Base64Url.encode(Bytes.of("{\"alg\":\"none\",\"typ\":\"wit+jwt\",\"kid\":\"key-1\"}"))))),
    ALGORITHM_HMAC_WITH_PUBLIC_KEY(
            400,
            "wit-algorithm",
            scene -> scene.withToken(Bytes.hmacToken(
                    scene.authority().header().text("alg", "HS256").json(),
                    scene.victim().claims().json(),
                    scene.authority().bundleJson()))),
    UNKNOWN_TRUST_DOMAIN(400, "wit-trust-domain-unknown", scene -> {
        TestAuthority stranger =
                TestAuthority.of("elsewhere.example", scene.authority().clock());
        return scene.bare().with(stranger.issue("/orders").prove(scene.audience()));
    }),
    FORGED_SIGNATURE(
            400,
            "wit-signature",
            scene -> scene.withToken(new JwsWriter(scene.authority().header().json())
                    .sign(scene.victim().claims().json(), freshKey(scene)))),
    UNPUBLISHED_KEY(
            400,
            "wit-key-unknown",
            scene -> scene.withToken(scene.authority()
                    .sign(
                            scene.authority().header().text("kid", "../../dev/null"),
                            scene.victim().claims()))),
    NO_KEY_ID(
            400,
            "wit-key-id-missing",
            scene -> scene.withToken(scene.authority()
                    .sign(
                            scene.authority().header().without("kid"),
                            scene.victim().claims()))),
    EMBEDDED_KEY(400, "wit-header", scene -> {
        SigningKey own = freshKey(scene);
        Claims header = scene.authority().header().raw("jwk", own.publicJwk().toJson(null, null));
        return scene.withToken(
                new JwsWriter(header.json()).sign(scene.victim().claims().json(), own));
    }),
    CRITICAL_HEADER(
            400,
            "wit-header",
            scene -> scene.withToken(scene.authority()
                    .sign(
                            scene.authority().header().raw("crit", "[\"b64\"]"),
                            scene.victim().claims()))),
    TOKEN_OF_WRONG_TYPE(
            400,
            "wit-type",
            scene -> scene.withToken(scene.authority()
                    .sign(
                            scene.authority().header().text("typ", "at+jwt"),
                            scene.victim().claims()))),
    TOKEN_WITH_AUDIENCE(
            400,
            "wit-audience-present",
            scene -> scene.withToken(sign(scene, scene.victim().claims().text("aud", "https://elsewhere.example")))),
    TOKEN_WITH_BAD_SUBJECT(
            400,
            "wit-subject",
            scene -> scene.withToken(sign(
                    scene, scene.victim().claims().text("sub", scene.victim().id() + "/../admin")))),
    TOKEN_WITHOUT_CONFIRMATION(
            400,
            "wit-confirmation-key",
            scene -> scene.withToken(sign(scene, scene.victim().claims().without("cnf")))),
    TOKEN_WITH_PRIVATE_KEY(
            400,
            "wit-confirmation-key",
            scene ->
                    scene.withToken(sign(scene, scene.victim().claims().raw("cnf", "{\"jwk\":" + privateJwk() + "}")))),
    TOKEN_WITH_REPEATED_CLAIM(
            400,
            "wit-malformed",
            scene -> scene.withToken(sign(
                    scene,
                    scene.victim()
                            .claims()
                            .raw("jti", "\"a\",\"sub\":\"" + scene.victim().id() + "\"")))),
    PADDED_TOKEN(400, "wit-malformed", scene -> scene.withToken(scene.victim().token() + "=")),
    TOKEN_OF_A_MEBIBYTE(400, "wit-too-large", scene -> scene.withToken("A".repeat(1 << 20))),

    PATH_WITH_DOT_SEGMENT(
            400,
            "target-ambiguous",
            scene -> new TestCall(
                    scene.method(), "/x/..;" + scene.path(), scene.honestCall().headers())),
    MISSING_SCOPE(
            403,
            "scope-missing",
            scene -> scene.bare().with(scene.victim().proveNarrowed(scene.audience(), Scopes.of("nothing:useful")))),
    LATERAL_CALL(
            403,
            "segment-not-admitted",
            scene -> scene.bare().with(scene.outsider().prove(scene.audience()))),
    UNLISTED_ENDPOINT(
            403,
            "endpoint-unlisted",
            scene -> new TestCall(
                    scene.method(), "/no/such/endpoint", scene.honestCall().headers())),
    UNLISTED_METHOD(
            403,
            "endpoint-unlisted",
            scene -> new TestCall("TRACE", scene.path(), scene.honestCall().headers()));

    /**
     * An attack that is under way.
     *
     * @param prelude calls that must come first, and that are served
     * @param attack the call that must be refused
     */
    public record Sequence(List<TestCall> prelude, TestCall attack) {}

    private final int status;
    private final String reason;
    // Each constant's function closes over nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<AttackScene, TestCall> spoiled;

    Attack(int status, String reason, Function<AttackScene, TestCall> spoiled) {
        this.status = status;
        this.reason = reason;
        this.spoiled = spoiled;
    }

    /** The calls of this attack in a scene, made anew. */
    public Sequence begin(AttackScene scene) {
        return new Sequence(List.of(), spoiled.apply(scene));
    }

    /** The status that it must be answered with. */
    public int status() {
        return status;
    }

    /** The reason for which it must be refused, as a word of {@code docs/reasons.md}. */
    public String reason() {
        return reason;
    }

    private static String sign(AttackScene scene, Claims claims) {
        return scene.authority().sign(scene.authority().header(), claims);
    }

    private static SigningKey freshKey(AttackScene scene) {
        return scene.authority().signatures().engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
    }

    private static String privateJwk() {
        return PrivateJwk.generate(Algorithm.ES256).toSecretJson();
    }
}
