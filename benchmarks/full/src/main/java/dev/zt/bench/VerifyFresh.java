package dev.zt.bench;

import dev.zt.verify.CallerVerifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Tokens that nobody has seen before, checked in full by zt, beside their signatures alone by the same engine. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class VerifyFresh {
    private static final int TOKENS = 512;

    @Param("NOBODY ES256 AS_SHIPPED")
    public String tokenCase;

    private FreshTokens tokens;

    /** Signs the tokens. */
    @Setup
    public void sign() {
        TokenCase chosen = TokenCase.named(tokenCase);
        chosen.providers().begin();
        AccessTokens server = new AccessTokens(chosen.algorithm());
        tokens = new FreshTokens(
                server, chosen.providers().signatures(), server.fresh(AccessTokens.Kind.ACCESS_TOKEN, TOKENS));
    }

    /** One pair of chunks. */
    @Benchmark
    public void measure(Costs costs) {
        CallerVerifier verifier = tokens.newVerifier();
        costs.begin();
        FilterCosts.Each raw = FilterCosts.Each.of(TOKENS, () -> tokens.signed(TOKENS));
        FilterCosts.Each library = FilterCosts.Each.of(TOKENS, () -> tokens.verified(verifier, TOKENS));
        costs.end();
        costs.raw = raw.micros();
        costs.rawBytes = raw.bytes();
        costs.library = library.micros();
        costs.libraryBytes = library.bytes();
    }
}
