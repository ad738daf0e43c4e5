package dev.zt.jaxrs;

import dev.zt.guard.RefusedBodyException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Answers where content is another than was signed; frameworks would take it for a failure of the resource. */
final class RefusedBodyMapper implements ExceptionMapper<RefusedBodyException> {
    @Override
    public Response toResponse(RefusedBodyException refused) {
        return PlaceFilter.response(refused.refused().answer());
    }
}
