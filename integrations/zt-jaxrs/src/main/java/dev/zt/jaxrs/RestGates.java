package dev.zt.jaxrs;

import dev.zt.servlet.HandlerGate;
import dev.zt.servlet.Installation;
import jakarta.servlet.ServletContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gates of one servlet application, by the servlets that they stand in. Safe for concurrent use. */
final class RestGates {
    static final String ATTRIBUTE = "dev.zt.jaxrs.gates";

    private final Map<String, RestGate> gates = new ConcurrentHashMap<>();
    private volatile @Nullable Installation installation;

    void behind(Installation guarded) {
        installation = guarded;
    }

    RestGate of(String servlet) {
        return gates.computeIfAbsent(servlet, RestGate::new);
    }

    /** Takes in all resource methods, when their servlets have been loaded. */
    void seal(ServletContext context) {
        Installation guarded = installation;
        if (guarded == null || gates.isEmpty()) {
            throw new IllegalStateException(
                    "no application of Jakarta REST with ZtRest has begun: register ZtRest.class in it,"
                            + " and load its servlet on start-up (setLoadOnStartup(1))");
        }
        requireGates(context);
        Map<RestGate, HandlerGate> sealed = new LinkedHashMap<>();
        new TreeMap<>(gates).values().forEach(gate -> sealed.put(gate, gate.seal(guarded, context)));
        // All or none: a container may start although one of them failed.
        sealed.forEach(RestGate::open);
    }

    private void requireGates(ServletContext context) {
        Set<String> ungated = new TreeSet<>();
        context.getServletRegistrations().forEach((name, registration) -> {
            if (!gates.containsKey(name) && FrameworkClasses.serves(context, registration)) {
                ungated.add("servlet '" + name + "'");
            }
        });
        context.getFilterRegistrations().forEach((name, registration) -> {
            if (FrameworkClasses.serves(context, registration)) {
                ungated.add("filter '" + name + "'");
            }
        });
        if (!ungated.isEmpty()) {
            throw new IllegalStateException(
                    ungated + " serve by Jakarta REST, but without ZtRest, so nothing holds their"
                            + " resource methods to a decision: serve each application by a servlet, register ZtRest.class in it,"
                            + " and load its servlet on start-up (setLoadOnStartup(1))");
        }
    }
}
