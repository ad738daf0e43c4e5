package dev.zt.jaxrs;

import dev.zt.servlet.Installation;
import jakarta.servlet.ServletContext;
import java.util.Map;
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
        gates.values().forEach(gate -> gate.seal(guarded, context));
    }
}
