package dev.zt.jaxrs;

import dev.zt.servlet.HandlerGate;
import dev.zt.servlet.InnerRoutes;
import dev.zt.servlet.Installation;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns the resource methods of one servlet while its framework starts; then lets requests in to them. */
final class RestGate implements DynamicFeature {
    private static final Logger LOG = LoggerFactory.getLogger(RestGate.class);

    private final String servlet;
    private final Queue<Supplier<Set<Class<?>>>> others = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Map<Class<?>, Set<Method>> resources = new ConcurrentHashMap<>();
    private volatile @Nullable HandlerGate gate;

    RestGate(String servlet) {
        this.servlet = servlet;
    }

    /** Takes in classes, asked for when all are known, some of which may be resources with nothing but locators. */
    void learn(Supplier<Set<Class<?>>> classes) {
        others.add(classes);
    }

    private Set<Method> methods(Class<?> type) {
        return resources.computeIfAbsent(type, first -> ConcurrentHashMap.newKeySet());
    }

    @Override
    public void configure(ResourceInfo found, FeatureContext context) {
        // Those of sub-resources may come while requests are served; no route is known for them then.
        if (gate == null && found.getResourceClass() != null && found.getResourceMethod() != null) {
            methods(found.getResourceClass()).add(found.getResourceMethod());
        }
    }

    /** What lets requests in; nothing is let in before it is {@linkplain #open used}. */
    HandlerGate seal(Installation installation, ServletContext context) {
        List<String> bases = bases(context);
        others.forEach(classes -> classes.get().forEach(this::methods));
        InnerRoutes.Builder routes = InnerRoutes.builder(servlet);
        for (String base : bases) {
            ResourceRoutes below = new ResourceRoutes(base, routes);
            resources.forEach(below::add);
        }
        return installation.gate(routes.build());
    }

    void open(HandlerGate sealed) {
        gate = sealed;
    }

    private List<String> bases(ServletContext context) {
        List<String> bases = new ArrayList<>();
        for (String pattern : context.getServletRegistration(servlet).getMappings()) {
            if (!pattern.endsWith("/*")) {
                throw new IllegalStateException("servlet '" + servlet + "' is mapped to '" + pattern
                        + "', which says nothing of the paths of its resources: map it to a path that ends in /*");
            }
            bases.add(pattern.substring(0, pattern.length() - 2));
        }
        return bases;
    }

    /** Empty until all resource methods are known. */
    Optional<HandlerGate> sealed() {
        return Optional.ofNullable(gate);
    }

    /** Once: whoever asks must not fill the log. */
    void tellUnguarded() {
        if (told.compareAndSet(false, true)) {
            LOG.error("zt: no guard stands before {}, so every request is refused", this);
        }
    }

    @Override
    public String toString() {
        return "RestGate[" + servlet + "]";
    }
}
