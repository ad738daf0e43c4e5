package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one servlet container knows beyond the Servlet API. Asked by reflection, so that no container is needed to compile
 * or to run. A container that is not known, or whose classes changed, leaves the answers empty and {@link #droppedFromTarget}
 * false: the guard is then as good as the Servlet API lets it be.
 */
interface Container {
    /** The container of an application. */
    static Container of(ServletContext context) {
        String type = context.getClass().getName();
        if (type.startsWith("org.eclipse.jetty.")) {
            return new JettyContainer(context);
        }
        if (type.startsWith("org.apache.catalina.")) {
            return new TomcatContainer(context);
        }
        return type.startsWith("io.undertow.") ? new UndertowContainer(context) : new UnknownContainer();
    }

    /** Has filters initialised when the application starts and not at its first request, so that mistakes stop the start. */
    default void startEagerly() {}

    /** Names of servlets that it adds by itself after every initialiser, and that therefore need a gate in advance. */
    default Set<String> lateServlets() {
        return Set.of();
    }

    /** Its name in reports. */
    String name();

    /**
     * Whether the request line held something that {@link HttpServletRequest#getRequestURI} no longer shows and that
     * another reader could take for the target: a fragment, user information, a foreign scheme or authority.
     */
    boolean droppedFromTarget(HttpServletRequest request);

    /** Whether a request says which mapping it takes (Servlet 6.0 §12.2). */
    default boolean tellsMapping() {
        return true;
    }

    /** Whether an include says which mapping it takes (Servlet 6.0 §9.3.1), and not the includer's. */
    default boolean tellsIncludedMapping() {
        return true;
    }

    /**
     * A response that the container leaves alone after a forward, for whoever still has to send it. The same, unless the
     * container ends what lies under its wrappers.
     */
    default HttpServletResponse shielded(HttpServletResponse response) {
        return response;
    }

    /** The names of all filters in the order of their mappings; empty if the container does not say. */
    Optional<List<String>> filterOrder();

    /** Settings of its connectors that weaken the edge, in words; empty if the container does not say. */
    Optional<List<String>> looseConnectors();

    /** Which settings to leave as they are shipped, where the container does not say how they are. */
    default String connectorsToLeave() {
        return "all that concerns targets and forwarding fields as it is shipped";
    }

    /** A container of which nothing is known. */
    final class UnknownContainer implements Container {
        @Override
        public String name() {
            return "unknown";
        }

        @Override
        public boolean droppedFromTarget(HttpServletRequest request) {
            return false;
        }

        @Override
        public Optional<List<String>> filterOrder() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> looseConnectors() {
            return Optional.empty();
        }
    }

    /** None: a filter of the guard stands by itself before what a test serves. */
    final class NoContainer implements Container {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public boolean droppedFromTarget(HttpServletRequest request) {
            return false;
        }

        @Override
        public boolean tellsMapping() {
            return false;
        }

        @Override
        public boolean tellsIncludedMapping() {
            return false;
        }

        @Override
        public Optional<List<String>> filterOrder() {
            return Optional.of(List.of());
        }

        @Override
        public Optional<List<String>> looseConnectors() {
            return Optional.of(List.of());
        }
    }
}
