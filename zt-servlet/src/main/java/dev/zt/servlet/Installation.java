package dev.zt.servlet;

import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.guard.Mapping;
import dev.zt.policy.Endpoint;
import dev.zt.request.Target;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Queue<InnerRoutes> told = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Started> started = new AtomicReference<>();

    /** What is known once nothing can be registered any more. */
    private record Started(String contextPath, Mappings mappings, Coverage coverage) {
        Started with(Coverage inside) {
            return new Started(contextPath, mappings, coverage.with(inside.handlers(), inside.unhandled()));
        }
    }

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
        Started now = started.get();
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

    /** Begins with what was registered; throws where a filter that is for tests meets a container. */
    void begin(ServletContext context) {
        if (!(container instanceof Container.NoContainer)) {
            start(context);
        } else if (!(Container.of(context) instanceof Container.UnknownContainer)) {
            throw new IllegalStateException(
                    "ZeroTrust.withoutContainer is for tests and guards no container: call ZeroTrust.install");
        }
    }

    /** Takes in what was registered; throws, and so stops the application, if the guard would not cover it. */
    void start(ServletContext context) {
        Map<String, ? extends ServletRegistration> registrations = context.getServletRegistrations();
        requireGates(registrations);
        if (!webSocket && JettyWebSocket.isConfigured(context)) {
            throw webSocketAhead();
        }
        Mappings mappings = Mappings.of(registrations);
        guard.policies().require(AnnotationCheck.of(context, mappings));
        Coverage coverage = Survey.of(context, container, gates, guard.policy(), mappings);
        if (coverage.filters().stream()
                .anyMatch(filter -> filter.order() == Coverage.Order.AHEAD && JettyWebSocket.is(filter.type()))) {
            throw webSocketAhead();
        }
        if (coverage.connectors().isEmpty()) {
            LOG.info("zt: connectors of {} cannot be asked: leave {}", container.name(), container.connectorsToLeave());
        }
        report(coverage);
        // Containers differ in whether they hand it over decoded; one that is no plain path is taken as it is.
        String path = context.getContextPath();
        String decoded =
                path.isEmpty() ? "" : Target.parse(path).map(Target::decoded).orElse(path);
        started.set(new Started(decoded, mappings, coverage));
        bindWhatWasTold();
    }

    /**
     * A guard before nothing that a container runs: each path leads to the same place.
     */
    static Installation withoutContainer(Guard guard) {
        Installation installation =
                new Installation(guard, new Container.NoContainer(), Set.of(), Set.of(), false, ZeroTrust.USUALLY_HELD);
        Coverage coverage = new Coverage("none", Map.of(), List.of(), List.of(), List.of(), Optional.of(List.of()));
        installation.started.set(new Started("", Mappings.all("any"), coverage));
        return installation;
    }

    /**
     * The guard as a filter, to be put before what a test serves without a container.
     *
     * @throws IllegalStateException if the guard is {@link ZeroTrust#install installed} in a container, which has its
     *     filters already
     */
    public Filter filter() {
        if (!(container instanceof Container.NoContainer)) {
            throw new IllegalStateException("the guard is installed in a container, which has its filters already");
        }
        return new GuardFilter(this);
    }

    /**
     * Takes in the handlers that a framework has inside one servlet, and gives what lets requests in to them. To be called
     * before the application serves requests; once it has started too, the {@linkplain #coverage coverage} tells of the
     * handlers, and the log. What is thrown is thrown by the later one of this and the start, which it stops.
     *
     * @throws dev.zt.config.ConfigurationException if a {@link RequiresScope} and the policy in force disagree; a later
     *     policy that disagrees does not come into force
     * @throws IllegalStateException if the coverage then has a gap that the installation is to fail on
     */
    public HandlerGate gate(InnerRoutes routes) {
        told.add(routes);
        bindWhatWasTold();
        return new HandlerGate(this, routes);
    }

    // Some containers start an application before its framework knows its handlers, others after.
    private void bindWhatWasTold() {
        Started now = started.get();
        if (now == null) {
            return;
        }
        for (InnerRoutes routes = told.poll(); routes != null; routes = told.poll()) {
            bind(routes, now.mappings());
        }
    }

    private void bind(InnerRoutes routes, Mappings mappings) {
        boolean known = container.tellsMapping();
        InnerBinding binding = new InnerBinding(
                routes,
                endpoint -> !known
                        || mappings.of(endpoint.template())
                                .filter(mapping -> mapping.handler().equals(routes.servlet()))
                                .isPresent());
        guard.policies().require(binding);
        Coverage inside = binding.surveyed(
                new Coverage(container.name(), Map.of(), List.of(), List.of(), List.of(), Optional.of(List.of())),
                guard.policy());
        started.updateAndGet(before -> before == null ? null : before.with(inside));
        report(inside);
    }

    private void report(Coverage coverage) {
        coverage.lines().forEach(line -> LOG.info("zt: {}", line));
        List<Coverage.Finding> findings = coverage.findings();
        findings.forEach(finding -> LOG.warn("zt: {}", finding.text()));
        requireCovered(findings);
    }

    private static IllegalStateException webSocketAhead() {
        return new IllegalStateException("WebSocket was configured after ZeroTrust.install, so its filter would answer"
                + " before the guard: call ZeroTrust.install after it");
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
        Started now = started.get();
        if (now == null) {
            throw new ServletException("zt: the guard of this application was not initialised");
        }
        return now;
    }
}
