package dev.zt.jaxrs;

import dev.zt.guard.Answer;
import dev.zt.request.Target;
import dev.zt.servlet.Caller;
import dev.zt.servlet.HandlerGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs when a resource method has been found, before every other filter of that kind. */
final class GateFilter implements ContainerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(GateFilter.class);
    private static final byte[] UNGUARDED =
            "{\"type\":\"about:blank\",\"status\":503}".getBytes(StandardCharsets.UTF_8);

    private final RestGate gate;

    @Context
    private @Nullable HttpServletRequest request;

    @Context
    private @Nullable ResourceInfo resource;

    GateFilter(RestGate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        HandlerGate sealed = gate.sealed().orElse(null);
        HttpServletRequest asked = request;
        ResourceInfo found = resource;
        if (sealed == null || asked == null || found == null) {
            LOG.error("zt: no guard stands before {}, so every request is refused", gate);
            context.abortWith(unguarded());
            return;
        }
        Optional<Answer> refusal = refusal(sealed, context, asked, found);
        refusal.ifPresent(answer -> context.abortWith(response(answer)));
        if (refusal.isEmpty()) {
            Caller.find(asked)
                    .ifPresent(caller -> context.setSecurityContext(
                            new CallerContext(new CallerPrincipal(caller), context.getSecurityContext())));
        }
    }

    private static Optional<Answer> refusal(
            HandlerGate sealed, ContainerRequestContext context, HttpServletRequest asked, ResourceInfo found)
            throws IOException {
        Class<?> type = found.getResourceClass();
        Method method = found.getResourceMethod();
        try {
            return type != null && method != null && isWhereItWasDecided(context, asked)
                    ? sealed.refusal(asked, type, method)
                    : Optional.of(sealed.refuse(asked));
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }

    // Filters before the match may set both.
    private static boolean isWhereItWasDecided(ContainerRequestContext context, HttpServletRequest asked) {
        Optional<Target> there =
                Target.parse(context.getUriInfo().getRequestUri().getRawPath());
        return there.isPresent()
                && there.equals(Target.parse(asked.getRequestURI()))
                && isSameMethod(context.getMethod(), asked.getMethod());
    }

    // Whoever serves GET serves HEAD (Jakarta REST §3.3.5), and some frameworks say so already.
    private static boolean isSameMethod(String found, String asked) {
        return found.equals(asked) || (found.equals("GET") && asked.equals("HEAD"));
    }

    static Response response(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(header -> response.header(header.name(), header.value()));
        return response.build();
    }

    private static Response unguarded() {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .entity(UNGUARDED)
                .header("Content-Type", "application/problem+json")
                .header("Cache-Control", "no-store")
                .build();
    }
}
