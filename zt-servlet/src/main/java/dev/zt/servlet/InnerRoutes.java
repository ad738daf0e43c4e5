package dev.zt.servlet;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.policy.PathTemplate;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All ways to the handlers that a framework has inside one servlet: what {@link Installation#gate} needs to know. Immutable.
 *
 * <pre>{@code
 * InnerRoutes routes = InnerRoutes.builder("dispatcherServlet")
 *         .add(new InnerRoute(Set.of("GET"), "/orders/{id}", PathTemplate.of("/orders/{id}"), Reach.ALL, type, method))
 *         .build();
 * }</pre>
 */
public final class InnerRoutes {
    private final String servlet;
    private final List<InnerRoute> listed;
    private final Set<PathTemplate> elsewhere;
    private final Map<Handler, Known> handlers;

    /** A handler; the same method may belong to several classes. */
    private record Handler(Class<?> type, Method method) {}

    /**
     * What is known of a handler.
     *
     * @param declared what its annotation demands; null if it has none
     */
    record Known(List<InnerRoute> routes, DeclaredScopes.@Nullable Declaration declared) {}

    private InnerRoutes(Builder builder) {
        this.servlet = builder.servlet;
        this.listed = List.copyOf(builder.listed);
        this.elsewhere = Set.copyOf(builder.elsewhere);
        List<InnerRoute> all = new ArrayList<>(builder.listed);
        all.addAll(builder.unlisted);
        this.handlers = handlers(all);
        requireEffect();
    }

    private static Map<Handler, Known> handlers(List<InnerRoute> routes) {
        Map<Handler, Known> handlers = new LinkedHashMap<>();
        for (InnerRoute route : routes) {
            handlers.computeIfAbsent(
                            new Handler(route.type(), route.handler()),
                            handler -> new Known(
                                    new ArrayList<>(),
                                    HandlerScopes.of(handler.type(), handler.method())
                                            .orElse(null)))
                    .routes()
                    .add(route);
        }
        return handlers;
    }

    // A slip that would leave an endpoint without the check that its author counts on.
    private void requireEffect() {
        Set<Method> known = new HashSet<>();
        Set<Class<?>> types = new HashSet<>();
        handlers.keySet().forEach(handler -> {
            known.add(handler.method());
            types.add(handler.type());
        });
        for (Class<?> type : types) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(RequiresScope.class) && !method.isBridge() && !known.contains(method)) {
                    throw new ConfigurationException(
                            Place.of(type.getName() + "." + method.getName()),
                            "@RequiresScope has no effect here, because no route leads to this method; put it on a method"
                                    + " that serves requests, or on the class");
                }
            }
        }
    }

    /**
     * For the handlers of one servlet.
     *
     * @param servlet the name that the servlet is registered by
     */
    public static Builder builder(String servlet) {
        return new Builder(servlet);
    }

    String servlet() {
        return servlet;
    }

    /** Those that the coverage tells of. */
    List<InnerRoute> listed() {
        return listed;
    }

    /** All handlers with their routes. */
    Iterable<Known> handlers() {
        return handlers.values();
    }

    Optional<Known> find(Class<?> type, Method handler) {
        return Optional.ofNullable(handlers.get(new Handler(type, handler)));
    }

    /** Whether the paths of a template may be served without a handler. */
    boolean mayBeServedElsewhere(PathTemplate template) {
        return elsewhere.stream()
                .anyMatch(other -> Witnesses.of(template, other).findAny().isPresent());
    }

    /** Collects routes. Not safe for concurrent use. */
    public static final class Builder {
        private final String servlet;
        private final List<InnerRoute> listed = new ArrayList<>();
        private final List<InnerRoute> unlisted = new ArrayList<>();
        private final Set<PathTemplate> elsewhere = new HashSet<>();

        private Builder(String servlet) {
            this.servlet = servlet;
        }

        /** Adds a route to a handler. */
        public Builder add(InnerRoute route) {
            listed.add(route);
            return this;
        }

        /** Adds a route to a handler of the framework's own, which the coverage is silent about. */
        public Builder addUnlisted(InnerRoute route) {
            unlisted.add(route);
            return this;
        }

        /**
         * Says that such paths may also be served without a handler, as files are: endpoints that lead there are then not
         * reported for leading to none.
         */
        public Builder elsewhere(PathTemplate paths) {
            elsewhere.add(paths);
            return this;
        }

        /**
         * The routes.
         *
         * @throws ConfigurationException if a {@link RequiresScope} names no scope, or stands on a method of one of the
         *     classes that no route leads to
         */
        public InnerRoutes build() {
            return new InnerRoutes(this);
        }
    }
}
