package dev.zt.servlet;

import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.guard.Mapping;
import dev.zt.policy.Endpoint;
import dev.zt.request.Target;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard of one application. Complete when the application has started; safe for concurrent use. */
public final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final Guard guard;
    private final Container container;
    private final Set<String> gates;
    private final Set<Coverage.Gap> fatal;
    private final boolean webSocket;
    private final int mostHeld;
    private final HeldBudget heldInAll = HeldBudget.ofThisHeap();
    private volatile @Nullable Started started;

    /** What is known once nothing can be registered any more. */
    private record Started(String contextPath, Mappings mappings, Coverage coverage) {}

    Installation(
            Guard guard,
            Container container,
            Set<String> gates,
            Set<Coverage.Gap> fatal,
            boolean webSocket,
            int mostHeld) {
        this.guard = guard;
        this.container = container;
        this.gates = Set.copyOf(gates);
        this.fatal = Set.copyOf(fatal);
        this.webSocket = webSocket;
        this.mostHeld = mostHeld;
    }

    /**
     * How the policy in force when the application started fits it.
     *
     * @throws IllegalStateException if the application has not started
     */
    public Coverage coverage() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("the application has not started, so its coverage is not known yet");
        }
        return now.coverage();
    }

    Guard guard() {
        return guard;
    }

    Container container() {
        return container;
    }

    /** How much may be held of all answers together. */
    HeldBudget heldInAll() {
        return heldInAll;
    }

    /** How many bytes of an answer may be held until it is signed. */
    int mostHeld() {
        return mostHeld;
    }

    /** Takes in what was registered; throws, and so stops the application, if the guard would not cover it. */
    void start(ServletContext context) {
        Map<String, ? extends ServletRegistration> registrations = context.getServletRegistrations();
        requireGates(registrations);
        if (!webSocket && JettyWebSocket.isConfigured(context)) {
            throw new IllegalStateException(
                    "WebSocket was configured after ZeroTrust.install, so its filter would answer"
                            + " before the guard: call ZeroTrust.install after it");
        }
        Mappings mappings = Mappings.of(registrations);
        guard.policies().require(AnnotationCheck.of(context, mappings));
        Coverage coverage = Survey.of(context, container, gates, guard.policy(), mappings);
        coverage.lines().forEach(line -> LOG.info("zt: {}", line));
        if (coverage.connectors().isEmpty()) {
            LOG.info("zt: connectors of {} cannot be asked: leave {}", container.name(), container.connectorsToLeave());
        }
        List<Coverage.Finding> findings = coverage.findings();
        findings.forEach(finding -> LOG.warn("zt: {}", finding.text()));
        requireCovered(findings);
        // Containers differ in whether they hand it over decoded; one that is no plain path is taken as it is.
        String path = context.getContextPath();
        String decoded =
                path.isEmpty() ? "" : Target.parse(path).map(Target::decoded).orElse(path);
        started = new Started(decoded, mappings, coverage);
    }

    private void requireCovered(List<Coverage.Finding> findings) {
        List<String> gaps = findings.stream()
                .filter(finding -> fatal.contains(finding.gap()))
                .map(Coverage.Finding::text)
                .toList();
        if (!gaps.isEmpty()) {
            throw new IllegalStateException("the guard does not cover this application as it must: " + gaps);
        }
    }

    private void requireGates(Map<String, ? extends ServletRegistration> registrations) {
        Set<String> ungated = new TreeSet<>();
        registrations.forEach((servlet, registration) -> {
            if (!gates.contains(servlet) && !JettyDefault.is(registration)) {
                ungated.add(servlet);
            }
        });
        if (!ungated.isEmpty()) {
            throw new IllegalStateException("servlets " + ungated
                    + " were registered after ZeroTrust.install, so nothing guards them against a dispatch by name: call"
                    + " ZeroTrust.install after all servlets are registered");
        }
    }

    /** The decoded path of the application, empty for the root. */
    String contextPath() throws ServletException {
        return started().contextPath();
    }

    /** The mapping that a path of the application takes by the rules of the Servlet API. */
    Optional<Mapping> route(Target target) throws ServletException {
        return started().mappings().of(target);
    }

    /** Whether the calls of an endpoint are to take this mapping and no other. */
    boolean binds(Endpoint endpoint, Mapping mapping) throws ServletException {
        return started().mappings().of(endpoint.template()).equals(Optional.of(mapping));
    }

    /** Whether the calls of an endpoint lead to this servlet. */
    boolean binds(Endpoint endpoint, String servlet) throws ServletException {
        return started()
                .mappings()
                .of(endpoint.template())
                .filter(mapping -> mapping.handler().equals(servlet))
                .isPresent();
    }

    private Started started() throws ServletException {
        Started now = started;
        if (now == null) {
            throw new ServletException("zt: the guard of this application was not initialised");
        }
        return now;
    }
}
