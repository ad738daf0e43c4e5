package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import dev.zt.identity.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A policy whose every choice the fuzzer's bytes make, and callers likewise: the compiled table decides as a second reading
 * of the rules does, one after the other. {@link PolicyMeaningTest} draws the same at random.
 */
class PolicyMeaningFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Gives a byte for each choice; zeros when they are used up. */
    private static final class Chosen extends Random {
        private static final long serialVersionUID = 1L;

        private final String bytes;
        private int at;

        Chosen(String bytes) {
            super(0);
            this.bytes = bytes;
        }

        @Override
        protected int next(int bits) {
            int octet = at < bytes.length() ? bytes.charAt(at++) : 0;
            // Random takes the high bits for powers of two and the remainder for others; these are alike in both.
            return bits < 8 ? octet >>> (8 - bits) : (octet << (bits - 8)) | octet;
        }
    }

    @FuzzTest
    void decides_asTheTextReads(byte[] bytes) {
        TALLY.run(bytes, text -> {
            Chosen chosen = new Chosen(text);
            GeneratedPolicy generated = GeneratedPolicy.of(chosen);
            Policy policy = generated.compiled();
            NaivePolicy naive = new NaivePolicy(generated);
            for (int end = 0; end < generated.ends().size(); end++) {
                NaivePolicy.Caller caller = caller(chosen);
                Decision decision = policy.route("GET", List.of("e" + end), NOW).decide(caller.subject());
                assertThat(NaivePolicy.verdict(decision))
                        .as("%s to e%d by %s", caller, end, generated)
                        .isEqualTo(naive.verdict(caller, end));
            }
        });
    }

    private static NaivePolicy.Caller caller(Random chosen) {
        return new NaivePolicy.Caller(
                one(chosen, GeneratedPolicy.CALLERS),
                one(chosen, List.of(Subject.Binding.values())),
                chosen.nextInt(3) == 0 ? Optional.of(GeneratedPolicy.scopes(chosen)) : Optional.empty(),
                chosen.nextBoolean() ? Scopes.of("r", "s", "t") : GeneratedPolicy.scopes(chosen),
                chosen.nextInt(4) == 0 ? Optional.empty() : Optional.of(one(chosen, List.of("mfa", "phr", "pwd"))));
    }

    private static <T> T one(Random chosen, List<T> from) {
        return from.get(chosen.nextInt(from.size()));
    }
}
