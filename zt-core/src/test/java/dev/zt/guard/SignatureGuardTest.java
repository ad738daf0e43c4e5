package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
import dev.zt.request.Target;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.Forge;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.SignedRequest;
import dev.zt.verify.VerifierRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guard that knows workloads by signatures over whole requests. */
class SignatureGuardTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: 'spiffe://shop.example/gateway'}
            segments: {shop: [gateway]}
            endpoints:
              write: {match: 'POST /orders/{id}', requires: ['orders:write']}
              pay: {match: POST /pay, requires: ['orders:write'], critical: true}
              next: {match: POST /next, requires: ['orders:write']}
            allow: [{id: A1, caller: gateway, to: '*', scopes: ['orders:write']}]
            """;
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(Forge.NOW);

    private final Forge forge = new Forge();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    private Guard.Builder builder() {
        byte[] bundle = Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8);
        TrustDomain domain = TrustDomain.of("shop.example");
        return Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")).acceptingSignatures(),
                        issuer -> new BundleLookup.Found(TrustBundle.read(domain, "test", bundle, ENGINE), 1),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .signatures(ENGINE)
                .audit(events::add, Guard.AuditNeed.BEST_EFFORT)
                .clock(CLOCK);
    }

    private SignedRequest request() {
        return SignedRequest.of(forge);
    }

    private static String said(Admission admission) {
        return admission instanceof Admission.Refused refused
                ? refused.answer().status() + " " + refused.reason()
                : "granted";
    }

    /** A memory that says of itself that all instances share it. */
    private static final class Shared implements ReplayStore {
        private final InMemoryReplayStore memory = new InMemoryReplayStore(1024, CLOCK);

        @Override
        public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
            return memory.firstUse(key, caller, until);
        }

        @Override
        public Reach reach() {
            return Reach.SHARED;
        }
    }

    @Test
    void needs_anIdentity_whereAnswersAreSigned() {
        Guard.Builder without = Guard.builder(
                VerifierRules.of(Audience.of("https://orders.internal")).answeringSignatures(),
                issuer -> new BundleLookup.NotTrusted(),
                PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))));

        assertThatThrownBy(without::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("answeringAs");
    }

    @Test
    void signs_noAnswer_thatNobodyAskedToBeSigned() {
        try (Guard guard = builder().build()) {
            assertThat(guard.admit(request().sign().call()).answerSignature()).isEmpty();
            assertThat(guard.admit(request().sign().path("/orders/8").call()).answerSignature())
                    .isEmpty();
        }
    }

    @Test
    void answers_400_toWhatIsWrongWithASignature() {
        try (Guard guard = builder().build()) {
            Admission refused = guard.admit(request().sign().path("/orders/8").call());

            assertThat(said(refused)).isEqualTo("400 signature-invalid");
            assertThat(((Admission.Refused) refused).answer().headers())
                    .extracting(Answer.Header::name)
                    .doesNotContain("WWW-Authenticate");
        }
    }

    private static Map<String, String> withEnd(Map<String, String> claims, long end) {
        return Forge.with(claims, "exp", Long.toString(end));
    }

    @ParameterizedTest
    @CsvSource({"accept, granted", "refuse, 401 proof-missing", ", 401 proof-missing"})
    void accepts_signatures_whereTheOperatorSaysSo(String setting, String expected, @TempDir Path directory)
            throws IOException {
        String settings = """
                service: orders
                audience: https://orders.internal
                identity: {source: oauth}
                bundles: {shop.example: bundle.json}
                revocation: best-effort
                signature-engine: bouncy-castle
                """;
        String more = setting == null ? "" : "http-signatures: " + setting + "\n";
        Files.writeString(directory.resolve("zt.yaml"), settings + more);
        Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        Files.writeString(directory.resolve("bundle.json"), Forge.bundle("key-1", forge.issuer));
        long now = Instant.now().getEpochSecond();
        String wit = forge.wit(withEnd(forge.witClaims(), now + 3600));

        try (Guard guard = Guard.from(Settings.read(Map.of(), directory))) {
            assertThat(said(guard.admit(SignedRequest.of(forge.holder, wit)
                            .parameter("created", Long.toString(now))
                            .parameter("expires", Long.toString(now + 30))
                            .sign()
                            .call())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void tells_theOperatorOfReplays() {
        try (Guard guard = builder().build()) {
            var call = request().sign().call();

            assertThat(said(guard.admit(call))).isEqualTo("granted");
            assertThat(said(guard.admit(call))).isEqualTo("400 signature-replayed");
        }
        assertThat(events).extracting(AuditEvent::reason).contains("replay-alarm");
        assertThat(events.get(0).text(AuditField.PROOF)).isEqualTo("HTTP_SIGNATURE");
    }

    @Test
    void opens_criticalEndpoints_bySharedMemoryAlone() {
        try (Guard alone = builder().build();
                Guard withNonces =
                        builder().dpopNonces(DpopNonces.ofThisProcess(CLOCK)).build();
                Guard sharing = builder().replayStore(new Shared()).build()) {
            assertThat(said(alone.admit(request().path("/pay").sign().call()))).isEqualTo("403 proof-too-weak");
            assertThat(said(withNonces.admit(request().path("/pay").sign().call())))
                    .isEqualTo("403 proof-too-weak");
            assertThat(said(sharing.admit(request().path("/pay").sign().call())))
                    .isEqualTo("granted");
        }
    }

    private Admission.Granted grant(Guard guard, SignedRequest request) {
        return (Admission.Granted) guard.admit(request.sign().call());
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hands_outTheBodyThatWasSigned() throws IOException {
        try (Guard guard = builder().build()) {
            Admission.Granted granted = grant(guard, request().body("tea"));
            RequestBody body = granted.requestBody(bytes("tea"));

            assertThat(granted.bindsBody()).isTrue();
            assertThat(body.read()).isEqualTo('t');
            assertThat(body.isEnded()).isFalse();
            assertThat(body.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ea");
            assertThat(body.isEnded()).isTrue();
            body.finish();
            body.close();
            assertThat(body).hasToString("RequestBody");
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void case33_refuses_anotherBody_andRecordsItOnce() {
        try (Guard guard = builder().build()) {
            RequestBody body = grant(guard, request().body("tea")).requestBody(bytes("oil"));

            assertThatThrownBy(body::read)
                    .isInstanceOfSatisfying(
                            RefusedBodyException.class,
                            e -> assertThat(said(e.refused())).isEqualTo("400 body-changed"));
            assertThatThrownBy(body::read).isInstanceOf(RefusedBodyException.class);
            assertThatThrownBy(body::finish).isInstanceOf(RefusedBodyException.class);
            assertThatThrownBy(body::close).isInstanceOf(RefusedBodyException.class);
        }
        assertThat(events).extracting(AuditEvent::reason).containsExactly("permitted", "body-changed");
        assertThat(events.get(1).caller().orElseThrow()).hasToString("spiffe://shop.example/gateway");
        assertThat(events.get(1).text(AuditField.ENDPOINT)).isEqualTo("write");
    }

    @Test
    void case33_refuses_aBodyOfWhichNoDigestWasSigned() {
        try (Guard guard = builder().build()) {
            RequestBody body = grant(guard, request()).requestBody(bytes("tea"));

            assertThatThrownBy(body::finish)
                    .isInstanceOfSatisfying(
                            RefusedBodyException.class,
                            e -> assertThat(said(e.refused())).isEqualTo("400 body-unsigned"));
        }
    }

    @Test
    void compares_whatAHandlerLeft_whenItCloses() throws IOException {
        String signed = "a".repeat(20_000);
        try (Guard guard = builder().build()) {
            RequestBody right = grant(guard, request().body(signed)).requestBody(bytes(signed));
            assertThat(right.read()).isEqualTo('a');
            right.close();

            RequestBody wrong = grant(guard, request().body(signed)).requestBody(bytes(signed + "b"));
            assertThat(wrong.read()).isEqualTo('a');
            assertThatThrownBy(wrong::close).isInstanceOf(RefusedBodyException.class);
        }
    }

    @Test
    void reads_noFurtherThanItMust() throws IOException {
        String signed = "a".repeat(RequestBody.MOST_LEFT + 50_000);
        try (Guard guard = builder().build()) {
            RequestBody unused = grant(guard, request().body(signed)).requestBody(bytes(signed));
            unused.finish();
            unused.close();
            assertThatThrownBy(unused::read).isInstanceOf(IOException.class).hasMessage("closed");
            assertThat(unused.isEnded()).isFalse();

            RequestBody begun = grant(guard, request().body(signed)).requestBody(bytes(signed));
            assertThat(begun.read()).isEqualTo('a');
            assertThatThrownBy(begun::finish)
                    .isInstanceOfSatisfying(
                            RefusedBodyException.class,
                            e -> assertThat(said(e.refused())).isEqualTo("400 body-uncompared"));
        }
    }

    @Test
    void reads_oneBody_inAllDispatches() {
        try (Guard guard = builder().build()) {
            Admission.Granted granted = grant(guard, request().body("tea"));
            RequestBody body = granted.requestBody(bytes("tea"));
            Admission.Granted forwarded =
                    (Admission.Granted) granted.redispatch("POST", Target.parse("/next"), "forward");

            assertThat(forwarded.bindsBody()).isTrue();
            assertThat(forwarded.requestBody(bytes("other"))).isSameAs(body);
        }
    }

    @Test
    void leaves_bodiesAlone_thatNobodySigned() {
        try (Guard guard = builder().build()) {
            SignedRequest.Sent sent = request().sign().without("signature").without("signature-input");
            sent.with("authorization", "WPT " + forge.proof(sent.value("workload-identity-token")));
            Admission.Granted granted = (Admission.Granted) guard.admit(sent.call());

            assertThat(granted.bindsBody()).isFalse();
            assertThatThrownBy(() -> granted.requestBody(bytes("tea"))).isInstanceOf(IllegalStateException.class);
        }
    }
}
