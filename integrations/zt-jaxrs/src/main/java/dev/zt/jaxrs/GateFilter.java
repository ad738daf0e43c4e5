package dev.zt.jaxrs;

import dev.zt.guard.Answer;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs when a resource method has been found, before every other filter of that kind. */
final class GateFilter implements ContainerRequestFilter {
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
        HttpServletRequest asked = request;
        HandlerGate sealed = gate.sealed().orElse(null);
        // Once more: somebody's filter may have run behind the one before the match.
        Optional<Response> astray = PlaceFilter.refusal(gate, context, asked);
        if (astray.isPresent() || asked == null || sealed == null) {
            astray.ifPresent(context::abortWith);
            return;
        }
        Optional<Answer> refusal = refusal(sealed, asked);
        refusal.map(PlaceFilter::response).ifPresent(context::abortWith);
        if (refusal.isEmpty()) {
            Caller.find(asked)
                    .ifPresent(caller -> context.setSecurityContext(
                            new CallerContext(new CallerPrincipal(caller), context.getSecurityContext())));
        }
    }

    private Optional<Answer> refusal(HandlerGate sealed, HttpServletRequest asked) throws IOException {
        ResourceInfo found = resource;
        Class<?> type = found == null ? null : found.getResourceClass();
        Method method = found == null ? null : found.getResourceMethod();
        try {
            return type != null && method != null
                    ? sealed.refusal(asked, type, method)
                    : Optional.of(sealed.refuse(asked));
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }
}
