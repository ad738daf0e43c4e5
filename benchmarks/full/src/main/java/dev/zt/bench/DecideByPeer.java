package dev.zt.bench;

import dev.zt.policy.Decision;
import dev.zt.policy.Policy;
import dev.zt.policy.Subject;
import dev.zt.request.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same decisions by the same rules, by one peer and by zt. Both are given the path as text, so reading it is part of
 * the cost, unlike in {@link DecideByPolicy}.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class DecideByPeer {
    private static final int CALLS = 8;
    private static final int DECISIONS = 1 << 16;
    private static final double CHUNK_MICROS = 25_000;

    @Param("ATHENZ 10")
    public String policyCase;

    private Policy policy;
    private List<Rules.Permitted> calls;
    private List<Subject> subjects;
    private List<BooleanSupplier> questions;
    private int peerDecisions = CALLS;

    /** Compiles the rules twice, warms both up alone, and finds out how many decisions of the peer make a chunk. */
    @Setup
    public void compile() {
        PolicyCase chosen = PolicyCase.named(policyCase);
        Rules rules = Rules.of(chosen.rules());
        policy = rules.policy();
        calls = rules.callsAcross(CALLS);
        subjects = calls.stream()
                .map(call -> Subject.of(call.caller(), Subject.Binding.AUDIENCE))
                .toList();
        PolicyPeer peer = chosen.peer().holding(rules.edges());
        questions = calls.stream()
                .map(call -> peer.question(call.caller(), call.method(), call.path()))
                .toList();
        WarmUp.run(CALLS, this::decideByPeer);
        WarmUp.run(DECISIONS, () -> decide(Instant.now()));
        double micros = Chunk.microsEach(CALLS, this::decideByPeer);
        peerDecisions = (int) Math.max(1, Math.min(DECISIONS, CHUNK_MICROS / micros));
    }

    /** One pair of chunks. */
    @Benchmark
    public void measure(Costs costs) {
        Instant now = Instant.now();
        costs.begin();
        FilterCosts.Each library = FilterCosts.Each.of(DECISIONS, () -> decide(now));
        FilterCosts.Each reference = FilterCosts.Each.of(peerDecisions, this::decideByPeer);
        costs.end();
        costs.library = library.micros();
        costs.libraryBytes = library.bytes();
        costs.reference = reference.micros();
        costs.referenceBytes = reference.bytes();
    }

    private int decide(Instant now) {
        int permitted = 0;
        for (int i = 0; i < DECISIONS; i++) {
            Rules.Permitted call = calls.get(i % CALLS);
            List<String> segments = Target.parse(call.path()).orElseThrow().segments();
            Decision decision = policy.route(call.method(), segments, now).decide(subjects.get(i % CALLS));
            permitted += decision instanceof Decision.Permit ? 1 : 0;
        }
        return permitted;
    }

    private int decideByPeer() {
        int permitted = 0;
        for (int i = 0; i < peerDecisions; i++) {
            permitted += questions.get(i % CALLS).getAsBoolean() ? 1 : 0;
        }
        return permitted;
    }
}
