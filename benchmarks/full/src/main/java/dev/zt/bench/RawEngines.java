package dev.zt.bench;

import dev.zt.jose.Algorithm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The signatures of tokens and nothing else, by each engine that is here. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class RawEngines {
    private static final int TOKENS = 256;
    private static final int SLOW_TOKENS = 32;

    @Param("NOBODY ES256 AS_SHIPPED")
    public String tokenCase;

    private final Map<RawEngine, RawChecks> checks = new EnumMap<>(RawEngine.class);
    private Algorithm algorithm;

    /** Signs the tokens, and warms the slow one up alone. */
    @Setup
    public void sign() {
        algorithm = TokenCase.named(tokenCase).algorithm();
        AccessTokens server = new AccessTokens(algorithm);
        List<String> tokens = server.fresh(AccessTokens.Kind.ACCESS_TOKEN, TOKENS);
        for (RawEngine engine : RawEngine.present()) {
            checks.put(engine, new RawChecks(server, engine.provider(algorithm), tokens));
        }
        RawChecks platform = Objects.requireNonNull(checks.get(RawEngine.PLATFORM));
        WarmUp.run(SLOW_TOKENS, () -> platform.signed(SLOW_TOKENS));
    }

    /** One chunk of each. */
    @Benchmark
    public void measure(RawCosts costs) {
        checks.forEach((engine, each) -> {
            boolean slow = engine == RawEngine.PLATFORM && algorithm == Algorithm.ES256;
            int count = slow ? SLOW_TOKENS : TOKENS;
            costs.set(engine, Chunk.microsEach(count, () -> each.signed(count)));
        });
    }
}
