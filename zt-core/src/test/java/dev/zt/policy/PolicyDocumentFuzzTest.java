package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.config.ConfigurationException;
import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import dev.zt.identity.WorkloadId;
import dev.zt.request.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A policy document, of whatever bytes or a good one that was changed, which the first byte chooses: refused at a place in
 * one line, or a policy that decides every call, and refuses everybody of a trust domain that it does not name.
 */
class PolicyDocumentFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final WorkloadId STRANGER = WorkloadId.of("spiffe://stranger.invalid/gateway");
    private static final WorkloadId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");

    @Test
    void reads_whatWasNotChanged() {
        assertThat(read(PolicyTest.DOCUMENT)).isPresent();
    }

    @DictionaryEntries({
        "zt: 1\\x0A",
        "service: a\\x0A",
        "segment: s\\x0A",
        "admit: ",
        "workloads: ",
        "segments: ",
        "endpoints: ",
        "allow:\\x0A",
        "never:\\x0A",
        "posture: ",
        "tests:\\x0A",
        "{",
        "}",
        "- ",
        "&a",
        "*a",
        "!!str ",
        "---\\x0A",
        "|\\x0A",
        "\\x09"
    })
    @FuzzTest
    void refuses_orDecides(byte[] bytes) {
        TALLY.run(bytes, text -> {
            String rest = text.isEmpty() ? "" : text.substring(1);
            boolean edited = !text.isEmpty() && text.charAt(0) % 2 == 1;
            read(edited ? Edits.apply(rest, PolicyTest.DOCUMENT) : rest).ifPresent(PolicyDocumentFuzzTest::check);
        });
    }

    private static Optional<Policy> read(String document) {
        try {
            return Optional.of(Policy.read("zt-policy.yaml", document.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (ConfigurationException e) {
            assertThat(e.place().source()).isEqualTo("zt-policy.yaml");
            assertThat(e.getMessage()).startsWith("zt-policy.yaml:");
            assertThat(e.getMessage().chars()).noneMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0));
            return Optional.empty();
        }
    }

    private static void check(Policy policy) {
        for (Endpoint endpoint : policy.endpoints()) {
            List<String> path = endpoint.template().segments().stream()
                    .filter(segment -> segment.part() != PathTemplate.Part.REST)
                    .map(segment -> segment.part() == PathTemplate.Part.LITERAL ? segment.text() : "7")
                    .toList();
            Route route = policy.route(endpoint.method(), path, NOW);
            assertThat(route.endpoint()).isPresent();
            for (Subject.Binding binding : Subject.Binding.values()) {
                assertThat(route.decide(Subject.of(STRANGER, binding))).isInstanceOf(Decision.Deny.class);
                assertThat(route.decide(Subject.of(GATEWAY, binding))).isNotNull();
            }
        }
        assertThat(policy.route("BREW", List.of("nowhere"), NOW).decide(Subject.of(GATEWAY, Subject.Binding.REQUEST)))
                .isInstanceOf(Decision.Deny.class);
        assertThat(policy.runTests(path -> Target.parse(path).map(Target::segments), NOW))
                .hasSize(policy.testCount());
    }
}
