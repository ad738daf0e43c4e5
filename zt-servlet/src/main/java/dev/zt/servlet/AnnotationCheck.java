package dev.zt.servlet;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Demands of a policy that each endpoint requires exactly what the servlet that it leads to is annotated with. */
final class AnnotationCheck implements Consumer<Policy> {
    private static final Logger LOG = LoggerFactory.getLogger(AnnotationCheck.class);

    private final Mappings mappings;
    private final Map<String, DeclaredScopes> byServlet;

    private AnnotationCheck(Mappings mappings, Map<String, DeclaredScopes> byServlet) {
        this.mappings = mappings;
        this.byServlet = Map.copyOf(byServlet);
    }

    static AnnotationCheck of(ServletContext context, Mappings mappings) {
        Map<String, DeclaredScopes> byServlet = new HashMap<>();
        context.getServletRegistrations()
                .forEach((servlet, registration) -> servletClass(registration, context)
                        .ifPresent(type -> byServlet.put(servlet, DeclaredScopes.of(type))));
        return new AnnotationCheck(mappings, byServlet);
    }

    private static Optional<Class<?>> servletClass(ServletRegistration registration, ServletContext context) {
        String name = registration.getClassName();
        if (name == null) {
            // A JSP file; its class does not exist yet.
            return Optional.empty();
        }
        Optional<Class<?>> found = ContextClasses.find(context, name);
        if (found.isEmpty()) {
            // Annotations only narrow what the policy may say, so without them the policy still decides.
            LOG.warn("zt: annotations of servlet '{}' are not checked: no class {}", registration.getName(), name);
        }
        return found;
    }

    @Override
    public void accept(Policy policy) {
        for (Endpoint endpoint : policy.endpoints()) {
            Optional<DeclaredScopes> declared =
                    mappings.of(endpoint.template()).map(mapping -> byServlet.get(mapping.handler()));
            declared.flatMap(scopes -> scopes.of(endpoint.method()))
                    .ifPresent(declaration -> check(endpoint, declaration));
            // GET covers HEAD where no endpoint of its own does.
            if (endpoint.method().equals("GET") && !hasOwnHead(policy, endpoint)) {
                declared.flatMap(scopes -> scopes.of("HEAD")).ifPresent(declaration -> check(endpoint, declaration));
            }
        }
    }

    private static boolean hasOwnHead(Policy policy, Endpoint get) {
        return policy.endpoints().stream()
                .anyMatch(endpoint ->
                        endpoint.method().equals("HEAD") && endpoint.template().matchesSameAs(get.template()));
    }

    /** Demands that an endpoint requires what is declared where it leads. */
    static void check(Endpoint endpoint, DeclaredScopes.Declaration declared) {
        if (!declared.scopes().equals(endpoint.requires())) {
            throw new ConfigurationException(
                    Place.of(declared.place()),
                    "@RequiresScope says '" + declared.scopes() + "', but endpoint '" + endpoint.name() + "' ("
                            + endpoint.match() + ") of the policy requires '" + endpoint.requires()
                            + "'; write requires: ["
                            + declared.scopes().toString().replace(" ", ", ")
                            + "] in the policy, or change the annotation");
        }
    }
}
