package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.keys.BundleLookup;
import dev.zt.policy.Policy;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestToken;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One client with one key that calls as often as it can: a guard as it comes serves 5,000 proofs a second. */
@Tag("load")
class DpopLoadTest {
    private static final double FRACTION = Double.parseDouble(System.getProperty("zt.load", "1"));
    private static final int PROOFS_A_SECOND = 5_000;
    /** By the guard's clock; a used proof is remembered for a minute and a half. */
    private static final int SECONDS = (int) Math.max(3, Math.round(120 * FRACTION));

    private static final Audience ORDERS = Audience.of("https://orders.internal");
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {issuers: ['https://idp.example']}
            workloads: {billing: {issuer: 'https://idp.example', client-id: billing}}
            segments: {shop: [billing]}
            endpoints: {read: {match: 'GET /orders/{id}', requires: ['orders:read']}}
            allow: [{id: A1, caller: billing, to: read, scopes: ['orders:read']}]
            """;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestIssuer issuer = TestIssuer.of("https://idp.example", clock);
    private final TestClient billing = issuer.client("billing");
    private final TestToken token = billing.boundToken(ORDERS, Scopes.of("orders:read"));
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private Guard guard() {
        BundleLookup keys = issuer.bundles().bundle(issuer.url());
        return Guard.builder(
                        VerifierRules.of(ORDERS).tokens(TokenRules.none().issuer(issuer.url(), ORDERS)),
                        whose -> whose.equals(issuer.url()) ? keys : new BundleLookup.NotTrusted(),
                        PolicySource.fixed(Policy.read("load", POLICY.getBytes(StandardCharsets.UTF_8))))
                .audit(event -> outcomes.merge(event.reason(), 1, Integer::sum), Guard.AuditNeed.REQUIRED)
                .clock(clock)
                .build();
    }

    private Call call() {
        Map<String, List<String>> headers = Map.of(
                "Authorization",
                List.of("DPoP " + token.text()),
                "DPoP",
                List.of(billing.proof("GET", ORDERS + "/orders/7", token)));
        return Call.of("GET", "/orders/7", name -> headers.getOrDefault(name, List.of()), Channel.TLS);
    }

    @Test
    void serves_oneKeyAsOftenAsItProves() {
        int served = 0;
        long nanos = 0;
        try (Guard guard = guard()) {
            for (int second = 0; second < SECONDS; second++) {
                List<Call> calls =
                        Stream.generate(this::call).limit(PROOFS_A_SECOND).toList();
                long start = System.nanoTime();
                for (Call call : calls) {
                    served += guard.admit(call) instanceof Admission.Granted ? 1 : 0;
                }
                nanos += System.nanoTime() - start;
                clock.advance(Duration.ofSeconds(1));
            }
        }
        int sent = SECONDS * PROOFS_A_SECOND;
        System.out.println(String.format(
                Locale.ROOT,
                "load: one key, %d proofs in each of %d s of the guard's clock: %d served, %d refused; one thread"
                        + " took %.1f s (%.0f/s); decisions %s",
                PROOFS_A_SECOND,
                SECONDS,
                served,
                sent - served,
                nanos / 1e9,
                sent / (nanos / 1e9),
                outcomes));

        assertThat(outcomes).containsExactly(Map.entry("permitted", sent));
        assertThat(served).isEqualTo(sent);
    }
}
