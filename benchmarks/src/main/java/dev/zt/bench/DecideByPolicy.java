package dev.zt.bench;

import dev.zt.policy.Decision;
import dev.zt.policy.Policy;
import dev.zt.policy.Subject;
import dev.zt.request.Target;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The policy alone: where a call leads and whether its caller may go there, with 10, 1,000 and 10,000 rules in turn.
 * Targets and subjects are made beforehand; the rules that match lie evenly over the document.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class DecideByPolicy {
    private static final int DECISIONS = 1 << 18;
    private static final int CALLS = 8;

    private Sheet ten;
    private Sheet thousand;
    private Sheet tenThousand;

    /** A policy with calls that it permits. */
    private record Sheet(Policy policy, List<Asked> calls) {
        static Sheet of(int rules) {
            Rules made = Rules.of(rules);
            return new Sheet(
                    made.policy(),
                    made.callsAcross(CALLS).stream().map(Asked::of).toList());
        }

        int decide(Instant now) {
            int permitted = 0;
            for (int i = 0; i < DECISIONS; i++) {
                Asked call = calls.get(i % CALLS);
                Decision decision =
                        policy.route(call.method(), call.segments(), now).decide(call.subject());
                permitted += decision instanceof Decision.Permit ? 1 : 0;
            }
            return permitted;
        }
    }

    private record Asked(String method, List<String> segments, Subject subject) {
        static Asked of(Rules.Permitted call) {
            return new Asked(
                    call.method(),
                    Target.parse(call.path()).orElseThrow().segments(),
                    Subject.of(call.caller(), Subject.Binding.AUDIENCE));
        }
    }

    /** Compiles the policies. */
    @Setup
    public void compile() {
        ten = Sheet.of(10);
        thousand = Sheet.of(1000);
        tenThousand = Sheet.of(10_000);
    }

    /** One chunk of each size. */
    @Benchmark
    public void measure(DecisionCosts costs) {
        Instant now = Instant.now();
        costs.micros10 = Chunk.microsEach(DECISIONS, () -> ten.decide(now));
        costs.micros10000 = Chunk.microsEach(DECISIONS, () -> tenThousand.decide(now));
        costs.micros1000 = Chunk.microsEach(DECISIONS, () -> thousand.decide(now));
        costs.bytes10 = bytesEach(ten, now);
        costs.bytes1000 = bytesEach(thousand, now);
        costs.bytes10000 = bytesEach(tenThousand, now);
    }

    private static double bytesEach(Sheet sheet, Instant now) {
        long start = DecisionCosts.allocated();
        int permitted = sheet.decide(now);
        return (double) (DecisionCosts.allocated() - start) / permitted;
    }
}
