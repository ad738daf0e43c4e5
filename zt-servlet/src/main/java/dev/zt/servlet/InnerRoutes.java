package dev.zt.servlet;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.policy.PathTemplate;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(InnerRoutes.class);

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
        requireEffect(builder.passed);
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

    // Slips that would leave an endpoint without the check that its author counts on.
    private void requireEffect(Set<Class<?>> passed) {
        Set<Method> effective = new HashSet<>();
        Set<Class<?>> serving = new LinkedHashSet<>();
        handlers.keySet().forEach(handler -> {
            effective.addAll(HandlerLineage.of(handler.type()).overridden(handler.method()));
            serving.add(handler.type());
        });
        serving.forEach(type -> requireEffect(type, effective));
        passed.forEach(type -> requireEffectOfPassed(type, effective, serving.contains(type)));
    }

    private static void requireEffectOfPassed(Class<?> type, Set<Method> effective, boolean serves) {
        try {
            requireEffect(type, effective);
            if (!serves) {
                HandlerScopes.of(type).ifPresent(InnerRoutes::refuseOnPassedClass);
            }
        } catch (LinkageError | TypeNotPresentException e) {
            // A method speaks of what is not on the class path, as in parts of frameworks that are not in use.
            LOG.debug("zt: what {} is annotated with cannot be read", type.getName(), e);
        }
    }

    private static void requireEffect(Class<?> type, Set<Method> effective) {
        for (Class<?> at : HandlerLineage.of(type).classes()) {
            for (Method method : at.getDeclaredMethods()) {
                if (!method.isBridge() && !effective.contains(method) && HandlerScopes.isOn(method)) {
                    throw new ConfigurationException(
                            Place.of(at.getName() + "." + method.getName()),
                            "@RequiresScope has no effect here, because no route leads to this method; put it on a method"
                                    + " that serves requests, or on the class of such methods");
                }
            }
        }
    }

    private static void refuseOnPassedClass(DeclaredScopes.Declaration declared) {
        throw new ConfigurationException(
                Place.of(declared.place()),
                "@RequiresScope has no effect here, because no method of the class serves requests;"
                        + " put it on methods that do, or on their classes");
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
        private final Set<Class<?>> passed = new LinkedHashSet<>();

        private Builder(String servlet) {
            this.servlet = servlet;
        }

        /** Adds a route to a handler. */
        public Builder add(InnerRoute route) {
            listed.add(route);
            return this;
        }

        /**
         * Adds a route that the coverage is silent about: to a handler of the framework's own, or another writing of a path
         * that was added.
         */
        public Builder addUnlisted(InnerRoute route) {
            unlisted.add(route);
            return this;
        }

        /**
         * Says that a class may serve nothing itself, as one that requests are led on through by locators of sub-resources, so
         * that a {@link RequiresScope} there may hold for nothing that serves.
         */
        public Builder passes(Class<?> type) {
            passed.add(type);
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
         *     classes, or of what they inherit from, that no route leads to, or on a class that is only {@link #passes passed}
         */
        public InnerRoutes build() {
            return new InnerRoutes(this);
        }
    }
}
