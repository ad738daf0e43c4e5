package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a policy says: a higher posture permits no call and no scope that a lower one does not. */
class PostureMonotoneTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ENDPOINTS = 6;

    @Property(tries = 500)
    void permitsNoMore_theHigherThePosture(@ForAll Random random) {
        Policy policy = Policy.read("random", document(random).getBytes(StandardCharsets.UTF_8));
        for (int e = 0; e < ENDPOINTS; e++) {
            Route route = policy.route("GET", List.of("e" + e), NOW);
            for (Subject subject : subjects(random).toList()) {
                Decision lower = route.decide(subject);
                for (Posture posture : Posture.values()) {
                    Decision higher = route.decide(subject.at(posture));
                    assertPermitsNoMore(lower, higher);
                    lower = higher;
                }
                assertThat(lower).isInstanceOf(Decision.Deny.class);
            }
        }
    }

    private static void assertPermitsNoMore(Decision lower, Decision higher) {
        if (higher instanceof Decision.Permit permit) {
            assertThat(lower).isInstanceOf(Decision.Permit.class);
            assertThat(((Decision.Permit) lower).scopes().containsAll(permit.scopes()))
                    .isTrue();
        }
    }

    private static Stream<Subject> subjects(Random random) {
        return Stream.of(
                        WorkloadId.of("spiffe://shop.example/a"),
                        WorkloadId.of("spiffe://shop.example/b"),
                        WorkloadId.of("spiffe://shop.example/c"),
                        ClientId.client(IssuerUrl.of("https://idp.example"), "d"))
                .flatMap(id -> Stream.of(Subject.Binding.values())
                        .map(binding -> id instanceof ClientId
                                ? Subject.of(id, binding)
                                        .holding(scopes(random))
                                        .authenticated(Optional.of("mfa"), Optional.empty())
                                : Subject.of(id, binding))
                        .flatMap(subject -> Stream.of(subject, subject.narrowedTo(scopes(random)))));
    }

    private static Scopes scopes(Random random) {
        return Scopes.of(IntStream.range(0, 3)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> Scope.of("s" + i))
                .toList());
    }

    private static String document(Random random) {
        StringBuilder yaml = new StringBuilder("""
                zt: 1
                service: s
                segment: z
                admit: {segments: [z]}
                workloads:
                  a: spiffe://shop.example/a
                  b: spiffe://shop.example/b
                  c: spiffe://shop.example/c
                  d: {issuer: https://idp.example, client-id: d}
                segments: {z: [a, b, c, d]}
                """);
        yaml.append(random.nextInt(4) == 0 ? "mode: observe\nuntil: 2027-01-01\n" : "");
        yaml.append("endpoints:\n");
        List<String> critical = new ArrayList<>();
        for (int e = 0; e < ENDPOINTS; e++) {
            String more = List.of("", ", critical: true", ", user-authentication: {acr: mfa}")
                    .get(random.nextInt(3));
            yaml.append("  e%d: {match: GET /e%d, requires: %s%s}\n".formatted(e, e, listed(scopes(random)), more));
            critical.add(more.contains("critical") ? "e" + e : "none");
        }
        yaml.append("allow:\n");
        for (int i = 0; i < 8; i++) {
            String to = names(random);
            yaml.append("  - {id: A%d, caller: %s, to: %s, scopes: %s, bound: %s}\n"
                    .formatted(
                            i,
                            List.of("a", "b", "\"*\"", "d").get(i % 4),
                            to,
                            listed(scopes(random)),
                            i < 4 || critical.stream().anyMatch(to::contains)));
        }
        yaml.append("never: [{id: N1, from: b, to: ").append(names(random)).append("}]\n");
        String elevated = level(random);
        // By name, lockdown may only open what elevated leaves open, and the reader says so; here it opens all.
        String lockdown = level(random).replaceFirst("only: \\[[^]]*]", "only: \"*\"");
        return yaml + posture(elevated, lockdown);
    }

    private static String posture(String elevated, String lockdown) {
        String levels = (elevated.isEmpty() ? "" : "  elevated: " + elevated + "\n")
                + (lockdown.isEmpty() ? "" : "  lockdown: " + lockdown + "\n");
        return levels.isEmpty() ? "" : "posture:\n" + levels;
    }

    private static String level(Random random) {
        List<String> parts = Stream.of(
                        "only: " + names(random), "deny: " + names(random), "scopes: " + listed(scopes(random)))
                .filter(part -> random.nextBoolean())
                .toList();
        return parts.isEmpty() ? "" : "{" + String.join(", ", parts) + "}";
    }

    private static String names(Random random) {
        List<String> names = IntStream.range(0, ENDPOINTS)
                .filter(e -> random.nextBoolean())
                .mapToObj(e -> "e" + e)
                .toList();
        return names.isEmpty() ? "[e0]" : names.toString();
    }

    private static String listed(Scopes scopes) {
        return scopes.isEmpty() ? "[]" : "[" + scopes.toString().replace(" ", ", ") + "]";
    }
}
