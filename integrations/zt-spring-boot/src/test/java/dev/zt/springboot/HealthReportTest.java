package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.FilePolicySource;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthReportTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}}
            allow: [{id: A1, caller: gateway, to: [read-order], scopes: ["orders:read"]}]
            """;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Guard guard;

    @BeforeEach
    void guard() throws IOException {
        Path policy = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        guard = Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")),
                        TestAuthority.of("shop.example", InstantSource.fixed(now))
                                .bundles(),
                        new FilePolicySource(policy, InstantSource.fixed(now)))
                .check(() -> Optional.of("keys of shop.example: keeping the last good ones"))
                .build();
    }

    private AuditEvent unavailable() {
        return new AuditEvent(
                now,
                AuditEvent.Outcome.UNAVAILABLE,
                503,
                "replay-store-unavailable",
                Optional.empty(),
                Optional.empty(),
                1,
                Map.of());
    }

    @Test
    void tells_ofAProblemThatItServesWith_andStaysUp() {
        HealthReport report = HealthReport.ofTrust(guard);

        assertThat(report.sound()).isTrue();
        assertThat(report.details().get("problems").toString()).contains("keeping the last good ones");
    }

    @Test
    void forgets_thatTheMemoryFailed_whenNobodyAsksIt() {
        HealthReport.OfReplays replays = new HealthReport.OfReplays(guard, () -> now);
        replays.record(unavailable());

        now = now.plusSeconds(29);
        assertThat(replays.report().sound()).isFalse();
        now = now.plusSeconds(1);
        assertThat(replays.report().sound()).isTrue();
    }
}
