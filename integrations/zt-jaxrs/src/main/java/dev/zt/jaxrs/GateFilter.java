package dev.zt.jaxrs;

import dev.zt.guard.Answer;
import dev.zt.servlet.Caller;
import dev.zt.servlet.HandlerGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Runs when a resource method has been found, before every other filter of that kind. */
final class GateFilter implements ContainerRequestFilter {
    private final RestGate gate;
    private final HttpServletRequest request;
    private final ResourceInfo resource;

    /** For the requests, and the methods that are found for them, that proxies lead to. */
    GateFilter(RestGate gate, HttpServletRequest request, ResourceInfo resource) {
        this.gate = gate;
        this.request = request;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        HandlerGate sealed = gate.sealed().orElse(null);
        // Once more: somebody's filter may have run behind the one before the match.
        Optional<Response> astray = PlaceFilter.refusal(gate, context, request);
        if (astray.isPresent() || sealed == null) {
            astray.ifPresent(context::abortWith);
            return;
        }
        Optional<Answer> refusal = refusal(sealed);
        refusal.map(PlaceFilter::response).ifPresent(context::abortWith);
        if (refusal.isEmpty()) {
            Caller.find(request)
                    .ifPresent(caller -> context.setSecurityContext(
                            new CallerContext(new CallerPrincipal(caller), context.getSecurityContext())));
        }
    }

    private Optional<Answer> refusal(HandlerGate sealed) throws IOException {
        Class<?> type = resource.getResourceClass();
        Method method = resource.getResourceMethod();
        try {
            return type != null && method != null
                    ? sealed.refusal(request, type, method)
                    : Optional.of(sealed.refuse(request));
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }
}
