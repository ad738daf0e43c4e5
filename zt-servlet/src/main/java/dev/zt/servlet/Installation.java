package dev.zt.servlet;

import dev.zt.guard.Guard;
import dev.zt.policy.Endpoint;
import dev.zt.request.Target;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
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
    private final Set<String> gates;
    private final boolean webSocket;
    private volatile @Nullable Started started;

    /** What is known once nothing can be registered any more. */
    private record Started(String contextPath, Mappings mappings, Coverage coverage) {}

    Installation(Guard guard, Set<String> gates, boolean webSocket) {
        this.guard = guard;
        this.gates = gates;
        this.webSocket = webSocket;
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
        Coverage coverage = Coverage.of(guard.policy(), mappings);
        coverage.warnings().forEach(warning -> LOG.warn("zt: {}", warning));
        // Containers differ in whether they hand it over decoded; one that is no plain path is taken as it is.
        String path = context.getContextPath();
        String decoded =
                path.isEmpty() ? "" : Target.parse(path).map(Target::decoded).orElse(path);
        started = new Started(decoded, mappings, coverage);
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

    /** Whether the calls of an endpoint are to take this mapping and no other. */
    boolean binds(Endpoint endpoint, Mapping mapping) throws ServletException {
        return started().mappings().of(endpoint.template()).equals(Optional.of(mapping));
    }

    private Started started() throws ServletException {
        Started now = started;
        if (now == null) {
            throw new ServletException("zt: the guard of this application was not initialised");
        }
        return now;
    }
}
