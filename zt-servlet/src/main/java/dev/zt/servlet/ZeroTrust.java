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
     * @throws IllegalStateException if the application is guarded already, or has started
     */
    public static Installation install(ServletContext context, Guard guard) {
        Set<String> servlets = Set.copyOf(context.getServletRegistrations().keySet());
        Installation installation = new Installation(guard, servlets);
        // Not after the filters that are declared: one of them could answer, or run a servlet, before the decision.
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
