package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The guard before requests that no container made. */
class WithoutContainerTest {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final Installation installation = ZeroTrust.withoutContainer(Guard.builder(
                    VerifierRules.of(App.AUDIENCE),
                    authority.bundles(),
                    PolicySource.fixed(Policy.read("test", Shop.POLICY.getBytes(StandardCharsets.UTF_8))))
            .clock(clock)
            .build());
    private final Filter filter = installation.filter();
    private final AtomicReference<String> served = new AtomicReference<>();

    private void run(Map<String, List<String>> headers) throws Exception {
        Map<String, Object> says = Fakes.request("/api/orders/7", "", "/api/orders/7", "", "");
        HttpServletRequest request = new HttpServletRequestWrapper(Fakes.request(says, new HashMap<>())) {
            @Override
            public Enumeration<String> getHeaders(String name) {
                return Collections.enumeration(headers.getOrDefault(name, List.of()));
            }
        };
        filter.doFilter(
                request,
                Fakes.response(401, false),
                (asked, answer) -> served.set(Caller.of(asked).id().toString()));
    }

    @Test
    void admits_provenCall() throws Exception {
        WorkloadProof proof = authority.issue("/gateway").prove(App.AUDIENCE);

        run(Map.of(
                "Workload-Identity-Token", List.of(proof.workloadIdentityToken()),
                "Authorization", List.of(proof.authorization())));

        assertThat(served).hasValue("spiffe://shop.example/gateway");
    }

    @Test
    void refuses_callOfNobody() throws Exception {
        run(Map.of());

        assertThat(served).hasNullValue();
    }

    @Test
    void refuses_container() throws Exception {
        App app = App.of(Shop.POLICY).filter(filter);

        try (app) {
            assertThatThrownBy(app::start).hasStackTraceContaining("call ZeroTrust.install");
        }
    }

    @Test
    void gives_noFilterOfAnInstalledGuard() throws Exception {
        try (App app = new Shop().app().start()) {
            assertThatThrownBy(() -> app.installation().filter()).isInstanceOf(IllegalStateException.class);
        }
    }
}
