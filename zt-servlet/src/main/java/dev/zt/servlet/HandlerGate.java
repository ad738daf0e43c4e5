package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.Mapping;
import dev.zt.guard.RequestFault;
import dev.zt.request.Target;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the handlers that a framework has inside one servlet, and lets a request in only by a decision that fits the
 * handler: one of the handler's routes serves the path that was decided on, and the endpoint requires what the handler is
 * annotated with. Whatever else arrives is refused as {@code route-disagrees} with 400, and recorded. Safe for concurrent use.
 *
 * <p>To be asked for every request, when the framework has chosen the handler and its method has not run. Where a framework runs
 * other code of the application to find a handler, such as locators of sub-resources, it is to ask for the place before.
 */
public final class HandlerGate {
    private final Installation installation;
    private final InnerRoutes routes;

    HandlerGate(Installation installation, InnerRoutes routes) {
        this.installation = installation;
        this.routes = routes;
    }

    /**
     * Whether a handler may serve a request; if not, the answer has been written.
     *
     * @param type the class that the handler is called on, as it was given with its routes
     * @throws ServletException if the response belongs to somebody else already; to be passed on
     */
    public boolean lets(HttpServletRequest request, HttpServletResponse response, Class<?> type, Method handler)
            throws IOException, ServletException {
        return answered(refusalOf(request, type, handler), request, response);
    }

    /**
     * Whether something may serve a request that is no handler with a method, such as a file: some decision let it in. If not,
     * the answer has been written.
     *
     * @throws ServletException if the response belongs to somebody else already; to be passed on
     */
    public boolean lets(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        return answered(decided(request) == null ? undecided(request) : null, request, response);
    }

    /** The same as {@link #lets} for a framework that writes answers itself: what to answer; empty if the handler may run. */
    public Optional<Answer> refusal(HttpServletRequest request, Class<?> type, Method handler) throws ServletException {
        return Optional.ofNullable(refusalOf(request, type, handler)).map(Admission.Refused::answer);
    }

    /**
     * What to answer where a framework, which may have been led astray since, is about to serve another method or path than was
     * decided on, or reads the path from another place on; empty if it is where it should be.
     *
     * @param base where the framework begins to read, which is the path of the application and that of its servlet
     * @param found what it is about to serve, of which the path alone counts
     */
    public Optional<Answer> refusal(HttpServletRequest request, String method, URI base, URI found)
            throws ServletException {
        Decided decided = decided(request);
        return decided != null && isSameMethod(method, decided.method()) && isAt(decided.target(), base, found)
                ? Optional.empty()
                : Optional.of(refuse(request));
    }

    // Whoever serves GET serves HEAD, and some frameworks say so already.
    private static boolean isSameMethod(String found, String decided) {
        return found.equals(decided) || (found.equals("GET") && decided.equals("HEAD"));
    }

    private boolean isAt(Target decided, URI base, URI found) throws ServletException {
        String context = installation.contextPath();
        Optional<Target> there = Target.parse(rawPath(found)).flatMap(whole -> whole.below(context));
        String begin = rawPath(base);
        String trimmed = begin.endsWith("/") ? begin.substring(0, begin.length() - 1) : begin;
        Optional<String> from =
                trimmed.isEmpty() ? Optional.of("") : Target.parse(trimmed).map(Target::decoded);
        return there.equals(Optional.of(decided)) && from.equals(Optional.of(context + servletPath(decided)));
    }

    private static String rawPath(URI uri) {
        String path = uri.getRawPath();
        return path == null ? "" : path;
    }

    private String servletPath(Target decided) throws ServletException {
        String pattern = installation.route(decided).map(Mapping::pattern).orElse("");
        return pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : "";
    }

    /** What to answer where a framework finds itself at another path or method than was decided on; recorded. */
    public Answer refuse(HttpServletRequest request) throws ServletException {
        Decided decided = decided(request);
        return (decided == null ? undecided(request) : decided.admission().withdraw(RequestFault.ROUTE_DISAGREES))
                .answer();
    }

    private static boolean answered(
            Admission.@Nullable Refused refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (refused == null) {
            return true;
        }
        Reply.refuse(refused, request, response);
        return false;
    }

    private Admission.@Nullable Refused refusalOf(HttpServletRequest request, Class<?> type, Method handler)
            throws ServletException {
        Decided decided = decided(request);
        if (decided == null) {
            return undecided(request);
        }
        return fits(decided, type, handler) ? null : decided.admission().withdraw(RequestFault.ROUTE_DISAGREES);
    }

    private @Nullable Decided decided(HttpServletRequest request) {
        Decided decided = Decided.in(request);
        return decided != null && decided.by() == installation ? decided : null;
    }

    private Admission.Refused undecided(HttpServletRequest request) throws ServletException {
        return (Admission.Refused)
                installation.guard().refuse(Dispatched.of(request, installation).call(), RequestFault.ROUTE_DISAGREES);
    }

    private boolean fits(Decided decided, Class<?> type, Method handler) {
        InnerRoutes.Known known = routes.find(type, handler).orElse(null);
        if (known == null) {
            return false;
        }
        DeclaredScopes.Declaration declared = known.declared();
        if (declared != null
                && !declared.scopes().equals(decided.admission().endpoint().requires())) {
            return false;
        }
        for (InnerRoute route : known.routes()) {
            if (route.takes(decided.method())
                    && route.template().matches(decided.target().segments())) {
                return true;
            }
        }
        return false;
    }
}
