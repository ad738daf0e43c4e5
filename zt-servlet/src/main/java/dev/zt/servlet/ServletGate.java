package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.RequestFault;
import dev.zt.request.Target;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before one servlet and lets a dispatch in only by a decision that was made for this servlet, once.
 *
 * <p>Containers do not run filters by path for a dispatch by name (Servlet 6.0 §9.4.2), so without it a handler could
 * run under the decision that was made for whoever dispatched to it. A dispatch by name has no path to decide on;
 * it is refused unless {@code dispatchByName} says which path it counts as.
 */
final class ServletGate implements Filter {
    private static final String DISPATCH = "named";

    private final Installation installation;
    private final String servlet;
    private final @Nullable Target countsAs;

    ServletGate(Installation installation, String servlet, @Nullable Target countsAs) {
        this.installation = installation;
        this.servlet = servlet;
        this.countsAs = countsAs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("zt: only HTTP is guarded");
        }
        Decided decided = Decided.in(http);
        if (decided != null && decided.admits(installation, servlet, http.getMethod())) {
            decided.afterUse().put(http);
            chain.doFilter(request, response);
            return;
        }
        Admission named = SignedAnswer.unlessPartial(decideByName(http, decided), http);
        if (named instanceof Admission.Refused refused) {
            Reply.refuse(refused, http, answer);
            return;
        }
        Target target = Objects.requireNonNull(countsAs, "what is granted by name counts as a path");
        new Decided(installation, (Admission.Granted) named, servlet, target, http.getMethod(), true)
                .during(http, answer, chain);
    }

    private Admission decideByName(HttpServletRequest request, @Nullable Decided before) throws ServletException {
        if (countsAs == null || before == null || before.by() != installation || !before.used()) {
            return installation
                    .guard()
                    .refuse(Dispatched.of(request, installation).call(), RequestFault.ROUTE_DISAGREES);
        }
        Admission admission = before.admission().redispatch(request.getMethod(), Optional.of(countsAs), DISPATCH);
        return admission instanceof Admission.Granted granted && !installation.binds(granted.endpoint(), servlet)
                ? granted.withdraw(RequestFault.ROUTE_DISAGREES)
                : admission;
    }
}
