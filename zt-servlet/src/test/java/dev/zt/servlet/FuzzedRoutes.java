package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.CallerId;
import dev.zt.policy.Policy;
import dev.zt.request.Target;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The application of {@link Shop} with handlers that only note their run, asked by {@code gateway} for whatever target a
 * fuzzer makes up. What ran must be the one handler whose endpoint was decided on, for a caller to whom it is granted, on the
 * path that zt read.
 */
final class FuzzedRoutes {
    // By the policy's name of the endpoint, all that are public or granted to gateway; admin and secret are not.
    private static final Map<String, String> HANDLERS = Map.of(
            "open", "public", "order", "orders", "exact", "exact", "form", "rest", "page", "legacy", "mixed", "mixed");
    private static final Map<String, String> MAPPINGS = Map.of(
            "public", "/public/*",
            "admin", "/api/admin/*",
            "orders", "/api/orders/*",
            "exact", "/exact",
            "legacy", "*.do",
            "mixed", "/mixed/*",
            "secret", "/mixed/secret",
            "rest", "/");
    private static final int ASKED_BY_ONE = 200;

    /** A handler's run. */
    record Run(String handler, String path, Optional<CallerId> caller) {}

    private final List<Run> ran = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> permitted = new CopyOnWriteArrayList<>();
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private TestWorkload gateway = authority.issue("/gateway");
    private int asked;

    /** Registers the handlers behind a guard. */
    void register(ServletContext context) {
        MAPPINGS.forEach((name, pattern) -> {
            ServletRegistration.Dynamic registration = context.addServlet(name, new Noting(name));
            registration.addMapping(pattern);
        });
        Policy policy = Policy.read("test policy", Shop.POLICY.getBytes(StandardCharsets.UTF_8));
        Guard guard = Guard.builder(VerifierRules.of(App.AUDIENCE), authority.bundles(), PolicySource.fixed(policy))
                .clock(clock)
                .replayStore(new Forgetful())
                .audit(this::record, Guard.AuditNeed.BEST_EFFORT)
                .allowLoopbackHttp()
                .build();
        ZeroTrust.builder(guard).install(context);
    }

    private void record(AuditEvent event) {
        if (event.outcome() == AuditEvent.Outcome.PERMIT) {
            permitted.add(event);
        }
    }

    /** Asks for a target, and says whether a handler ran. */
    boolean check(FuzzedConnection connection, String target) throws IOException {
        ran.clear();
        permitted.clear();
        // Whoever is refused too often is held to less.
        gateway = ++asked % ASKED_BY_ONE == 0 ? authority.issue("/gateway") : gateway;
        int status = connection.ask(target, Wire.headers(gateway.prove(App.AUDIENCE)));
        if (!ran.isEmpty()) {
            assertThat(ran).as("runs").hasSize(1);
            assertThat(permitted).as("permits").hasSize(1);
            check(target, ran.get(0), permitted.get(0).text(AuditField.ENDPOINT));
        }
        assertThat(status / 100 == 2).as("answered %d", status).isEqualTo(!ran.isEmpty());
        return !ran.isEmpty();
    }

    private void check(String target, Run run, String endpoint) {
        assertThat(run.handler()).as("handler of %s", endpoint).isEqualTo(HANDLERS.get(endpoint));
        if (endpoint.equals("order") || endpoint.equals("exact")) {
            assertThat(run.caller()).contains(gateway.id());
        }
        if (target.startsWith("/")) {
            String path = target.split("[?]", 2)[0];
            assertThat(Target.parse(path).map(Target::decoded)).contains(run.path());
        }
    }

    /** Notes its run, and on what path. */
    private final class Noting extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String below = request.getPathInfo() == null ? "" : request.getPathInfo();
            ran.add(new Run(
                    name, request.getServletPath() + below, Caller.find(request).map(Caller::id)));
            response.getWriter().print(name);
        }
    }

    /** A memory that nothing stays in, since time stands still here. */
    private static final class Forgetful implements ReplayStore {
        @Override
        public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
            return Use.FIRST;
        }

        @Override
        public Reach reach() {
            return Reach.INSTANCE;
        }
    }
}
