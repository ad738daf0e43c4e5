package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.request.Target;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The decision that holds for a dispatch, kept in the request and nowhere else. Immutable.
 *
 * @param by whose decision it is; another application's, met in a dispatch across applications, does not count
 * @param admission what was decided
 * @param servlet the name of the servlet that it was decided for
 * @param target the path that it was decided for
 * @param method the request method that it was decided for
 * @param used whether the servlet was entered by it
 */
record Decided(
        Installation by, Admission.Granted admission, String servlet, Target target, String method, boolean used) {
    private static final String ATTRIBUTE = "dev.zt.servlet.decided";

    static @Nullable Decided in(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Decided decided ? decided : null;
    }

    /** Whether this lets one dispatch of a method into a servlet. */
    boolean admits(Installation installation, String name, String httpMethod) {
        return by == installation && !used && servlet.equals(name) && method.equals(httpMethod);
    }

    Decided afterUse() {
        return new Decided(by, admission, servlet, target, method, true);
    }

    /** Makes this the decision of the request. */
    void put(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Runs what comes next under this decision, with the body as the caller's proof demands it, and gives the request back
     * the decision that it had, if this one is over then.
     */
    void during(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Object outer = request.getAttribute(ATTRIBUTE);
        // Asked before: on Undertow a request that was forwarded goes on saying so.
        DispatcherType type = request.getDispatcherType();
        HttpServletRequest handled = SignedBodyRequest.forHandler(request, response, admission);
        put(request);
        try {
            chain.doFilter(handled, response);
            if (endsAnswer(type) && !request.isAsyncStarted()) {
                admission.finishBody();
            }
        } finally {
            if (isOver(type, request, outer)) {
                restore(request, outer);
            }
        }
    }

    // A forward does as well (Servlet 6.0 §9.4). Whoever was first asked for a proof may be deep inside, so each looks.
    private static boolean endsAnswer(DispatcherType type) {
        return switch (type) {
            case REQUEST, ASYNC, FORWARD -> true;
            case INCLUDE, ERROR -> false;
        };
    }

    // The other kinds are not nested: async work or an error page that follows still needs the exchange. Work that a
    // forwarded handler leaves behind takes its Caller before; else the forwarder would see it as its own.
    private static boolean isOver(DispatcherType type, HttpServletRequest request, @Nullable Object outer) {
        return switch (type) {
            case INCLUDE -> true;
            case FORWARD -> outer != null || !request.isAsyncStarted();
            case REQUEST, ASYNC, ERROR -> false;
        };
    }

    private static void restore(ServletRequest request, @Nullable Object outer) {
        if (outer == null) {
            request.removeAttribute(ATTRIBUTE);
        } else {
            request.setAttribute(ATTRIBUTE, outer);
        }
    }
}
