package dev.zt.servlet;

import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.request.Target;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts a guard before everything that a servlet application serves. */
public final class ZeroTrust {
    static final String FILTER = "zt";
    static final int USUALLY_HELD = 1 << 20;

    private ZeroTrust() {}

    /**
     * Guards every path, every servlet and every kind of dispatch of an application.
     *
     * <p>Call it once, before the application has started and after all of its servlets are registered: at the end of
     * a {@link jakarta.servlet.ServletContainerInitializer}, or in a
     * {@link jakarta.servlet.ServletContextListener#contextInitialized context listener}. The application does not
     * start if a servlet is added later, or if a {@link RequiresScope} and the policy disagree.
     *
     * <p>A filter that somebody else added before and asked to be first ({@code isMatchAfter} false) may run before the
     * guard, and what it answers is not decided on; {@link Installation#coverage} names it. On Jetty, configure
     * WebSocket before: its filter is then put behind the guard, and otherwise the application does not start.
     *
     * @throws IllegalStateException if the application is guarded already, or has started
     */
    public static Installation install(ServletContext context, Guard guard) {
        return builder(guard).install(context);
    }

    /**
     * The guard for a test that serves requests without a container, such as one with mock objects of a framework: put
     * {@link Installation#filter} before everything. What a container would tell is not known there: which mapping a request
     * takes is not compared, and a dispatch inside the application is not decided on.
     */
    public static Installation withoutContainer(Guard guard) {
        return Installation.withoutContainer(guard);
    }

    /**
     * Takes the guard's place before all filters that are registered from now on, for a framework that registers its filters as
     * the first ones and its servlets late: reserve at the beginning, and {@link Builder#install(Reservation) install} at the
     * end. An application where only the one happens does not start.
     *
     * @throws IllegalStateException if the application is guarded already, or has started
     */
    public static Reservation reserve(ServletContext context) {
        boolean webSocket = JettyWebSocket.isConfigured(context);
        if (webSocket) {
            JettyWebSocket.addFilter(context);
        }
        Reservation reservation = new Reservation(context, webSocket);
        // Before the filters that are declared, because one of them could answer, or run a servlet. The order among
        // those that ask to be first is the container's.
        add(context, FILTER, reservation.filter())
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        return reservation;
    }

    /** For an installation with settings of its own. */
    public static Builder builder(Guard guard) {
        return new Builder(guard);
    }

    /** The settings of an installation. Not safe for concurrent use. */
    public static final class Builder {
        private static final int LEAST_HELD = 1 << 10;
        private static final int MOST_HELD = 64 << 20;

        private final Guard guard;
        private int held = USUALLY_HELD;
        private final Map<String, Target> named = new HashMap<>();
        private final Set<Coverage.Gap> fatal = EnumSet.noneOf(Coverage.Gap.class);

        private Builder(Guard guard) {
            this.guard = guard;
        }

        /**
         * Lets the application dispatch to a servlet by its name ({@link ServletContext#getNamedDispatcher}): such a
         * dispatch is decided on as a call of this path, which must belong to an endpoint that leads to the servlet.
         * Default: a dispatch by name is refused.
         *
         * @throws IllegalArgumentException if the path is no plain path
         */
        public Builder dispatchByName(String servlet, String path) {
            named.put(
                    servlet,
                    Target.parse(path)
                            .orElseThrow(() -> new IllegalArgumentException("'" + path + "' is no plain path")));
            return this;
        }

        /**
         * The application does not start where the guard's coverage has one of these gaps; default none does so, since
         * whatever no rule covers is denied.
         */
        public Builder failStartOn(Coverage.Gap... gaps) {
            fatal.addAll(Arrays.asList(gaps));
            return this;
        }

        /**
         * How long an answer may be that is held back until it is signed, for callers that want that; default 1 MiB, up to
         * 64 MiB, and an eighth of the heap for all of them. A longer one is answered with 500. Handlers that state the {@code Content-Digest} before they write are
         * not held, however long their answers are.
         *
         * @throws IllegalArgumentException if it is not 1 KiB to 64 MiB
         */
        public Builder signedAnswersUpTo(int bytes) {
            if (bytes < LEAST_HELD || bytes > MOST_HELD) {
                throw new IllegalArgumentException("signed answers are held up to 1 KiB to 64 MiB");
            }
            this.held = bytes;
            return this;
        }

        /**
         * Guards an application as {@link ZeroTrust#install} does.
         *
         * @throws IllegalStateException if the application is guarded already or has started, or if there is no servlet of
         *     a name that was given to {@link #dispatchByName}
         */
        public Installation install(ServletContext context) {
            return install(reserve(context));
        }

        /**
         * Guards an application as {@link ZeroTrust#install} does, from a place that was reserved before.
         *
         * @throws IllegalStateException if the application is guarded already or has started, or if there is no servlet of
         *     a name that was given to {@link #dispatchByName}
         */
        public Installation install(Reservation reservation) {
            ServletContext context = reservation.context();
            Container container = Container.of(context);
            container.startEagerly();
            Set<String> servlets =
                    new TreeSet<>(context.getServletRegistrations().keySet());
            requireServlets(servlets);
            servlets.addAll(container.lateServlets());
            Installation installation =
                    new Installation(guard, container, servlets, fatal, reservation.webSocket(context), held);
            reservation.take(installation);
            // Behind the filters that are there, so that nothing stands between a gate and its servlet.
            for (String servlet : servlets) {
                add(context, gate(servlet), new ServletGate(installation, servlet, named.get(servlet)))
                        .addMappingForServletNames(EnumSet.allOf(DispatcherType.class), true, servlet);
            }
            return installation;
        }

        private void requireServlets(Set<String> servlets) {
            Set<String> unknown = new TreeSet<>(named.keySet());
            unknown.removeAll(servlets);
            if (!unknown.isEmpty()) {
                throw new IllegalStateException("no servlets " + unknown + " to dispatch to by name are registered");
            }
        }
    }

    /** The name of the filter before one servlet. */
    static String gate(String servlet) {
        return FILTER + ":" + servlet;
    }

    private static FilterRegistration.Dynamic add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        if (registration == null) {
            throw new IllegalStateException(
                    "a filter named '" + name + "' is there already: install the guard once per application");
        }
        registration.setAsyncSupported(true);
        return registration;
    }
}
