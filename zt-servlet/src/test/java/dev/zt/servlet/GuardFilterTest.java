package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the filters make of a container, or of a programmer, that does what it should not. */
class GuardFilterTest {
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final AtomicInteger passed = new AtomicInteger();
    private final FilterChain chain = (request, response) -> passed.incrementAndGet();
    private final Map<String, Object> attributes = new HashMap<>();
    private Map<String, Object> toOrders;
    private final GuardFilter filter = started(installation());

    private Installation installation() {
        Guard guard = Guard.builder(
                        VerifierRules.of(App.AUDIENCE),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", Shop.POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT)
                .build();
        return new Installation(
                guard, new Container.UnknownContainer(), Set.of("public", "orders"), Set.of(), false, 1 << 20);
    }

    private static GuardFilter started(Installation installation) {
        Map<String, ServletRegistration> registrations = Map.of(
                "public", Fakes.answering(ServletRegistration.class, Map.of("getMappings", List.of("/public/*"))),
                "orders", Fakes.answering(ServletRegistration.class, Map.of("getMappings", List.of("/api/orders/*"))));
        ServletContext context = Fakes.answering(
                ServletContext.class,
                Map.of(
                        "getServletRegistrations",
                        registrations,
                        "getFilterRegistrations",
                        Map.of(),
                        "getContextPath",
                        ""));
        GuardFilter filter = new GuardFilter(installation);
        filter.init(Fakes.answering(FilterConfig.class, Map.of("getServletContext", context)));
        return filter;
    }

    @BeforeEach
    void route() {
        toOrders = Fakes.request("/api/orders/7", "/api/orders", "/7", "/api/orders/*", "orders");
    }

    private void run(Map<String, Object> request, int status) throws Exception {
        filter.doFilter(Fakes.request(request, attributes), Fakes.response(status, false), chain);
    }

    private HttpServletRequest proven(Map<String, Object> request) {
        WorkloadProof proof = authority.issue("/gateway").prove(App.AUDIENCE);
        Map<String, List<String>> headers = Map.of(
                "Workload-Identity-Token", List.of(proof.workloadIdentityToken()),
                "Authorization", List.of(proof.authorization()));
        return new HttpServletRequestWrapper(Fakes.request(request, attributes)) {
            @Override
            public Enumeration<String> getHeaders(String name) {
                return Collections.enumeration(headers.getOrDefault(name, List.of()));
            }
        };
    }

    @Test
    void passes_provenCallOverTls() throws Exception {
        filter.doFilter(proven(toOrders), Fakes.response(200, false), chain);

        assertThat(passed).hasValue(1);
    }

    @Test
    void rejects_pathThatTheContainerReadsOtherwise() throws Exception {
        toOrders.put("getRequestURI", "/public/x");

        run(toOrders, 400);

        assertThat(audit.last().reason()).isEqualTo("route-disagrees");
        assertThat(passed).hasValue(0);
    }

    @Test
    void rejects_servletThatTheEndpointIsNotBoundTo() throws Exception {
        run(Fakes.request("/public/x", "/public", "/x", "/public/*", "orders"), 400);

        assertThat(audit.last().reason()).isEqualTo("route-disagrees");
        assertThat(passed).hasValue(0);
    }

    @Test
    void rejects_requestWithoutMapping() throws Exception {
        toOrders.remove("getHttpServletMapping");

        run(toOrders, 400);

        assertThat(audit.last().reason()).isEqualTo("route-disagrees");
        assertThat(passed).hasValue(0);
    }

    @Test
    void believes_noDecisionThatAnEarlierRequestLeftBehind() throws Exception {
        filter.doFilter(proven(toOrders), Fakes.response(200, false), chain);

        run(toOrders, 401);

        assertThat(audit.last().reason()).isEqualTo("nothing-presented");
        assertThat(passed).hasValue(1);
    }

    @Test
    void believes_noDecisionOfAnotherApplication() throws Exception {
        started(installation()).doFilter(proven(toOrders), Fakes.response(200, false), chain);
        toOrders.put("getDispatcherType", DispatcherType.FORWARD);

        run(toOrders, 401);

        assertThat(audit.last().reason()).isEqualTo("nothing-presented");
        assertThat(passed).hasValue(1);
    }

    @Test
    void leaves_noDecisionBehindAForwardThatBeganWithNone() throws Exception {
        toOrders.put("getDispatcherType", DispatcherType.FORWARD);

        filter.doFilter(proven(toOrders), Fakes.response(200, false), chain);

        assertThat(passed).hasValue(1);
        assertThat(attributes).isEmpty();
    }

    @Test
    void rejects_includeThatSaysNotWhereItLeads() {
        toOrders.put("getDispatcherType", DispatcherType.INCLUDE);

        assertThatThrownBy(() -> run(toOrders, 400)).isInstanceOf(ServletException.class);
        assertThat(audit.last().reason()).isEqualTo("target-ambiguous");
        assertThat(passed).hasValue(0);
    }

    @Test
    void decides_includeByItsOwnPath() throws Exception {
        toOrders.put("getDispatcherType", DispatcherType.INCLUDE);
        Map<String, Object> included = Fakes.request("/public/x", "/public", "/x", "/public/*", "public");
        attributes.put(RequestDispatcher.INCLUDE_REQUEST_URI, "/public/x");
        attributes.put(RequestDispatcher.INCLUDE_SERVLET_PATH, "/public");
        attributes.put(RequestDispatcher.INCLUDE_PATH_INFO, "/x");
        attributes.put(RequestDispatcher.INCLUDE_MAPPING, included.get("getHttpServletMapping"));

        run(toOrders, 200);

        assertThat(passed).hasValue(1);
    }

    @Test
    void throws_whereTheResponseCannotCarryTheAnswer() {
        assertThatThrownBy(() -> filter.doFilter(Fakes.request(toOrders, attributes), Fakes.response(401, true), chain))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("refused with 401");
        assertThatThrownBy(() -> run(toOrders, 200))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("refused with 401");
        assertThat(passed).hasValue(0);
    }

    @Test
    void rejects_whatIsNotHttp() {
        ServletGate gate = new ServletGate(installation(), "orders", null);
        for (Filter either : List.of(filter, gate)) {
            assertThatThrownBy(() -> either.doFilter(
                            Fakes.answering(ServletRequest.class, Map.of()),
                            Fakes.answering(ServletResponse.class, Map.of()),
                            chain))
                    .isInstanceOf(ServletException.class);
        }
        assertThat(passed).hasValue(0);
    }

    @Test
    void rejects_everything_beforeItIsInitialised() {
        Installation never = installation();
        for (Filter either : List.of(new GuardFilter(never), new ServletGate(never, "orders", null))) {
            assertThatThrownBy(() ->
                            either.doFilter(Fakes.request(toOrders, attributes), Fakes.response(200, false), chain))
                    .isInstanceOf(ServletException.class)
                    .hasMessageContaining("not initialised");
        }
        assertThat(passed).hasValue(0);
    }

    @Test
    void knows_noCoverage_beforeTheStart() {
        assertThatThrownBy(() -> installation().coverage()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void knows_noCaller_whereNothingWasDecided() {
        HttpServletRequest request = Fakes.request(toOrders, attributes);

        assertThatThrownBy(() -> Caller.of(request))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ZeroTrust.install");
        assertThatThrownBy(() -> Caller.find(request)).isInstanceOf(IllegalStateException.class);
        assertThat(Caller.ifAny(request)).isEmpty();
    }
}
