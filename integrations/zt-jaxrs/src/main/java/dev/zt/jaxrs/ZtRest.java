package dev.zt.jaxrs;

import dev.zt.guard.Guard;
import dev.zt.servlet.Caller;
import dev.zt.servlet.Installation;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a guard before a servlet application whose servlets serve by Jakarta REST, and holds each resource method to the
 * decision that was made for it.
 *
 * <pre>{@code
 * class Shop extends Application {
 *     public Set<Class<?>> getClasses() {
 *         return Set.of(Orders.class, ZtRest.class); // or: new ResourceConfig(Orders.class, ZtRest.class)
 *     }
 * }
 *
 * ServletRegistration.Dynamic rest = context.addServlet("rest", new ServletContainer(ResourceConfig.forApplicationClass(Shop.class)));
 * rest.addMapping("/api/*");
 * rest.setLoadOnStartup(1);
 * ZtRest.install(context, Guard.fromEnvironment()); // instead of ZeroTrust.install
 * }</pre>
 *
 * <p>Each resource method is bound at start to the paths that its annotations and the mapping of its servlet say: the policy's
 * endpoints that lead there must {@code require} exactly what {@link dev.zt.servlet.RequiresScope} demands on the method, on one
 * that it overrides or implements, or on its class, or the servlet does not start; methods without an endpoint are denied, and
 * stand in the coverage. Neither does it start where the annotation stands on a locator of sub-resources, or on a class that has
 * nothing else: what a locator returns is annotated by itself. Before a request is matched, path and method must still be those
 * that were decided on, and when it has been, the method that was found must be one that the decision fits; otherwise it is
 * refused with 400 as {@code route-disagrees}. Locators and constructors of resources run before the method is known. Where no
 * guard stands before a method, every request is answered with 503.
 *
 * <p>The caller is {@code Caller.of(request)}, or {@link #caller} of an injected {@link SecurityContext}, whose
 * {@code isUserInRole} asks for a scope.
 *
 * <p>For each application of Jakarta REST its framework makes one of these, by its class.
 */
public final class ZtRest implements Feature {
    @Context
    private @Nullable ServletConfig servlet;

    // Asked for here and handed on: RESTEasy lets requests into a filter that it is still filling in.
    @Context
    private @Nullable HttpServletRequest request;

    @Context
    private @Nullable ResourceInfo resource;

    /** For frameworks. */
    public ZtRest() {}

    /**
     * Guards an application, as {@link ZeroTrust#install} does, and the resource methods in it. Call it after its servlets are
     * registered, and before it starts; servlets of Jakarta REST must be loaded on start-up.
     *
     * @throws IllegalStateException if the application is guarded already, or has started
     */
    public static Installation install(ServletContext context, Guard guard) {
        return install(context, ZeroTrust.builder(guard));
    }

    /** The same for an installation with settings of its own. */
    public static Installation install(ServletContext context, ZeroTrust.Builder builder) {
        RestGates gates = new RestGates();
        // Loaded last, when all resource methods are known; no path leads to it.
        ServletRegistration.Dynamic last = context.addServlet("zt:rest", new SealingServlet(gates));
        if (last == null) {
            throw new IllegalStateException("ZtRest.install was called for this application already");
        }
        last.setLoadOnStartup(Integer.MAX_VALUE);
        context.setAttribute(RestGates.ATTRIBUTE, gates);
        Installation installation = builder.install(context);
        gates.behind(installation);
        return installation;
    }

    /**
     * Binds the resource methods of its application.
     *
     * @throws IllegalStateException if the application is served by no servlet, or not guarded by {@link #install}
     */
    @Override
    public boolean configure(FeatureContext context) {
        ServletConfig at = servlet;
        if (at == null) {
            throw new IllegalStateException(
                    "a guard stands before servlets only: serve this application of Jakarta REST by a"
                            + " servlet, neither by a filter nor by a server of another kind");
        }
        if (!(at.getServletContext().getAttribute(RestGates.ATTRIBUTE) instanceof RestGates gates)) {
            throw new IllegalStateException("no guard stands before servlet '" + at.getServletName()
                    + "': call ZtRest.install(context, guard) after it is registered, instead of ZeroTrust.install");
        }
        RestGate gate = gates.of(at.getServletName());
        Configuration configuration = context.getConfiguration();
        gate.learn(configuration::getClasses);
        gate.learn(() ->
                configuration.getInstances().stream().map(Object::getClass).collect(Collectors.toSet()));
        gate.learn(ResteasyResources.beingDeployed());
        context.register(gate);
        HttpServletRequest asked = Objects.requireNonNull(request, "a framework gives proxies of requests");
        ResourceInfo found = Objects.requireNonNull(resource, "a framework gives proxies of what it found");
        context.register(new PlaceFilter(gate, asked), Integer.MAX_VALUE);
        context.register(new GateFilter(gate, asked, found), Integer.MIN_VALUE);
        context.register(new RefusedBodyMapper());
        return true;
    }

    /** The caller of the request that a security context belongs to; empty on a public endpoint, where nobody is proven. */
    public static Optional<Caller> caller(SecurityContext context) {
        return context.getUserPrincipal() instanceof CallerPrincipal principal
                ? Optional.of(principal.caller())
                : Optional.empty();
    }
}
