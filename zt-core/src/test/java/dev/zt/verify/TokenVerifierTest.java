package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What becomes of the room for a token when whoever is asked for keys does not answer as usual. */
class TokenVerifierTest {
    private static final IssuerUrl ISSUER = IssuerUrl.of(TokenBench.ISSUER);
    private static final Audience HERE = Audience.of("https://orders.internal");
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();

    private final TokenBench bench = new TokenBench();
    private final AtomicReference<Supplier<BundleLookup>> answer = new AtomicReference<>(() -> found(bench.issuer));
    private final BundleSource source = issuer -> answer.get().get();
    private final CallerVerifier verifier = new CallerVerifier(
            VerifierRules.of(HERE).tokens(TokenRules.none().issuer(ISSUER, HERE)),
            source,
            new InMemoryReplayStore(1024, () -> Instant.ofEpochSecond(Forge.NOW)),
            ENGINE,
            () -> Instant.ofEpochSecond(Forge.NOW));

    private static BundleLookup found(ECKey key) {
        byte[] keys = Forge.bundle("key-1", key, "sig").getBytes(StandardCharsets.UTF_8);
        return new BundleLookup.Found(TrustBundle.readKeySet(ISSUER, "test", keys, ENGINE), 1);
    }

    private String outcome(String token) {
        return Bench.outcome(verifier.verify(Call.of(
                "GET",
                "/orders/7",
                name -> name.equals("Authorization") ? List.of("Bearer " + token) : List.of(),
                Channel.TLS)));
    }

    @Test
    void verifies_theNextToken_afterASourceOfKeysHasThrown() {
        answer.set(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThatThrownBy(() -> outcome(bench.token(Forge.with(bench.claims(), "scope", "\"a long one of its own\""))))
                .hasMessage("on purpose");

        answer.set(() -> found(bench.issuer));

        assertThat(outcome(bench.bearer())).isEqualTo("verified");
    }

    @Test
    void verifies_aToken_whileAnotherIsBeingVerifiedOnTheSameThread() {
        String other = bench.token(Forge.with(bench.claims(), "exp", "1"));
        answer.set(() -> {
            answer.set(() -> found(bench.issuer));
            assertThat(outcome(other)).isEqualTo("401 token-expired");
            return found(bench.issuer);
        });

        assertThat(outcome(bench.bearer())).isEqualTo("verified");
    }
}
