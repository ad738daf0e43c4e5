package dev.zt.bench;

import dev.zt.jose.Algorithm;
import dev.zt.verify.CallerVerifier;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same tokens checked by one peer, by zt, and their signatures alone by zt's engine. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class VerifyByPeer {
    private static final int TOKENS = 256;
    /** The JDK's ES256 takes ten times as long as anything else here. */
    private static final int SLOW_TOKENS = 32;

    @Param("NIMBUS ES256 AS_SHIPPED")
    public String tokenCase;

    private TokenPeer peer;
    private List<String> peerTokens;
    private FreshTokens tokens;

    /** Signs the tokens, and warms both up alone, so that neither is short of what it would have without the other. */
    @Setup
    public void sign() {
        TokenCase chosen = TokenCase.named(tokenCase);
        chosen.providers().begin();
        AccessTokens server = new AccessTokens(chosen.algorithm());
        List<String> fresh = server.fresh(AccessTokens.Kind.ACCESS_TOKEN, TOKENS);
        tokens = new FreshTokens(server, chosen.providers().signatures(), fresh);
        peer = chosen.library().reading(server);
        AccessTokens.Kind kind = chosen.library().kind();
        peerTokens = kind == AccessTokens.Kind.ACCESS_TOKEN ? fresh : server.fresh(kind, TOKENS);
        if (chosen.algorithm() == Algorithm.ES256 && chosen.providers() == Providers.AS_SHIPPED) {
            peerTokens = peerTokens.subList(0, SLOW_TOKENS);
        }
        WarmUp.run(peerTokens.size(), this::verifyByPeer);
        WarmUp.run(TOKENS, () -> tokens.verified(tokens.newVerifier(), TOKENS));
    }

    /** One chunk of each. */
    @Benchmark
    public void measure(Costs costs) {
        CallerVerifier verifier = tokens.newVerifier();
        costs.begin();
        costs.raw = Chunk.microsEach(TOKENS, () -> tokens.signed(TOKENS));
        FilterCosts.Each library = FilterCosts.Each.of(TOKENS, () -> tokens.verified(verifier, TOKENS));
        FilterCosts.Each reference = FilterCosts.Each.of(peerTokens.size(), this::verifyByPeer);
        costs.end();
        costs.library = library.micros();
        costs.libraryBytes = library.bytes();
        costs.reference = reference.micros();
        costs.referenceBytes = reference.bytes();
    }

    private int verifyByPeer() {
        int valid = 0;
        for (String token : peerTokens) {
            valid += peer.isValid(token) ? 1 : 0;
        }
        return valid;
    }
}
