package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.CallerId;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a policy says: the compiled table means what its text does, and whoever shows less may do no more. */
class PolicyMeaningTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Property(tries = 500)
    void decides_asTheTextReads(@ForAll Random random) {
        GeneratedPolicy generated = GeneratedPolicy.of(random);
        Policy policy = generated.compiled();
        NaivePolicy naive = new NaivePolicy(generated);
        for (int end = 0; end < generated.ends().size(); end++) {
            for (NaivePolicy.Caller caller : callers(random)) {
                assertThat(NaivePolicy.verdict(decide(policy, caller, end)))
                        .as("%s to e%d by %s", caller, end, generated)
                        .isEqualTo(naive.verdict(caller, end));
            }
        }
    }

    @Property(tries = 100)
    void permitsNoMore_withoutAnyBoundFalse(@ForAll Random random) {
        GeneratedPolicy generated = GeneratedPolicy.of(random);
        Policy loose = generated.compiled();
        Policy strict = generated
                .with(generated.edges().stream()
                        .map(GeneratedPolicy.Edge::asBound)
                        .toList())
                .compiled();
        for (int end = 0; end < generated.ends().size(); end++) {
            for (NaivePolicy.Caller caller : callers(random)) {
                assertPermitsNoMore(decide(strict, caller, end), decide(loose, caller, end));
            }
        }
    }

    @Property(tries = 100)
    void permitsNoMore_withFewerScopesInTheToken(@ForAll Random random) {
        GeneratedPolicy generated = GeneratedPolicy.of(random);
        Policy policy = generated.compiled();
        for (int end = 0; end < generated.ends().size(); end++) {
            for (NaivePolicy.Caller caller : callers(random)) {
                Decision whole = decide(policy, caller, end);
                for (Scope dropped : caller.token()) {
                    Scopes fewer = caller.token().without(Scopes.of(List.of(dropped)));
                    assertPermitsNoMore(decide(policy, caller.with(fewer), end), whole);
                }
            }
        }
    }

    @Property(tries = 100)
    void permitsNoMore_theLessTheCredentialIsBoundTo(@ForAll Random random) {
        GeneratedPolicy generated = GeneratedPolicy.of(random);
        Policy policy = generated.compiled();
        for (int end = 0; end < generated.ends().size(); end++) {
            for (NaivePolicy.Caller caller : callers(random)) {
                Decision less = decide(policy, caller.with(Subject.Binding.NONE), end);
                for (Subject.Binding binding : Subject.Binding.values()) {
                    Decision more = decide(policy, caller.with(binding), end);
                    assertPermitsNoMore(less, more);
                    less = more;
                }
            }
        }
    }

    @Property(tries = 100)
    void permitsNoMore_withoutAnEdge(@ForAll Random random) {
        GeneratedPolicy generated = GeneratedPolicy.of(random);
        Policy whole = generated.compiled();
        if (generated.observe() || generated.edges().isEmpty()) {
            return;
        }
        List<GeneratedPolicy.Edge> fewer =
                generated.edges().subList(1, generated.edges().size());
        Policy less = generated.with(fewer).compiled();
        for (int end = 0; end < generated.ends().size(); end++) {
            for (NaivePolicy.Caller caller : callers(random)) {
                assertPermitsNoMore(decide(less, caller, end), decide(whole, caller, end));
            }
        }
    }

    private static Decision decide(Policy policy, NaivePolicy.Caller caller, int end) {
        return policy.route("GET", List.of("e" + end), NOW).decide(caller.subject());
    }

    private static void assertPermitsNoMore(Decision less, Decision more) {
        if (less instanceof Decision.Permit permit) {
            assertThat(more).isInstanceOf(Decision.Permit.class);
            assertThat(((Decision.Permit) more).scopes().containsAll(permit.scopes()))
                    .isTrue();
        }
    }

    private static List<NaivePolicy.Caller> callers(Random random) {
        return GeneratedPolicy.CALLERS.stream()
                .flatMap(id -> Stream.of(Subject.Binding.values()).map(binding -> caller(id, binding, random)))
                .toList();
    }

    private static NaivePolicy.Caller caller(CallerId id, Subject.Binding binding, Random random) {
        Optional<Scopes> narrowed =
                random.nextInt(3) == 0 ? Optional.of(GeneratedPolicy.scopes(random)) : Optional.empty();
        Scopes token = random.nextBoolean() ? Scopes.of("r", "s", "t") : GeneratedPolicy.scopes(random);
        Optional<String> acr = Optional.of(random.nextInt(3)).map(List.of("mfa", "phr", "pwd")::get);
        return new NaivePolicy.Caller(id, binding, narrowed, token, random.nextInt(4) == 0 ? Optional.empty() : acr);
    }
}
