package dev.zt.jaxrs;

import dev.zt.guard.Answer;
import dev.zt.servlet.HandlerGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Runs behind all other filters before the match, which may have led the request elsewhere: no locator and no constructor of a
 * resource runs for a path that nobody decided on.
 */
@PreMatching
final class PlaceFilter implements ContainerRequestFilter {
    private static final byte[] UNGUARDED =
            "{\"type\":\"about:blank\",\"status\":503}".getBytes(StandardCharsets.UTF_8);

    private final RestGate gate;
    private final HttpServletRequest request;

    /** For the requests that a proxy leads to. */
    PlaceFilter(RestGate gate, HttpServletRequest request) {
        this.gate = gate;
        this.request = request;
    }

    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        refusal(gate, context, request).ifPresent(context::abortWith);
    }

    /** What to answer where no guard stands before a request, or where it is not at the place that was decided on. */
    static Optional<Response> refusal(RestGate gate, ContainerRequestContext context, HttpServletRequest asked)
            throws IOException {
        HandlerGate sealed = gate.sealed().orElse(null);
        if (sealed == null) {
            gate.tellUnguarded();
            return Optional.of(unguarded());
        }
        UriInfo found = context.getUriInfo();
        try {
            return sealed.refusal(asked, context.getMethod(), found.getBaseUri(), found.getRequestUri())
                    .map(PlaceFilter::response);
        } catch (ServletException e) {
            throw new IOException(e);
        }
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
