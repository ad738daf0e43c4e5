package dev.zt.servlet;

import dev.zt.guard.Guard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;

/** Puts a guard before everything that a servlet application serves. */
public final class ZeroTrust {
    private static final String FILTER = "zt";

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
     * guard, and what it answers is not decided on; the Servlet API does not show the order. On Jetty, configure
     * WebSocket before: its filter is then put behind the guard, and otherwise the application does not start.
     *
     * @throws IllegalStateException if the application is guarded already, or has started
     */
    public static Installation install(ServletContext context, Guard guard) {
        boolean webSocket = JettyWebSocket.isConfigured(context);
        if (webSocket) {
            JettyWebSocket.addFilter(context);
        }
        Set<String> servlets = Set.copyOf(context.getServletRegistrations().keySet());
        Installation installation = new Installation(guard, servlets, webSocket);
        // Before the filters that are declared, because one of them could answer, or run a servlet. The order among
        // those
        // that ask to be first is the container's, and nobody can see it.
        add(context, FILTER, new GuardFilter(installation))
                .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        for (String servlet : servlets) {
            add(context, FILTER + ":" + servlet, new ServletGate(installation, servlet))
                    .addMappingForServletNames(EnumSet.allOf(DispatcherType.class), false, servlet);
        }
        return installation;
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
