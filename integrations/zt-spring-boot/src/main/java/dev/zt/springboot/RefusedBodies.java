package dev.zt.springboot;

import dev.zt.guard.RefusedBodyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Leaves the answer to the guard where content was not what its caller signed: it answers when the handler is done, and nobody
 * else may have said anything until then.
 */
final class RefusedBodies implements HandlerExceptionResolver {
    // Message converters wrap it; more deeply than this, it is somebody else's.
    private static final int MAX_DEPTH = 16;

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        return isRefusal(thrown) ? new ModelAndView() : null;
    }

    private static boolean isRefusal(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (at instanceof RefusedBodyException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
