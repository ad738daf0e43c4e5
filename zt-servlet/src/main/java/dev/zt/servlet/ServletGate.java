package dev.zt.servlet;

import dev.zt.guard.Guard;
import dev.zt.guard.RequestFault;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Stands before one servlet and lets a dispatch in only by a decision that was made for this servlet, once.
 *
 * <p>Containers do not run filters by path for a dispatch by name (Servlet 6.0 §9.4.2), so without it a handler could
 * run under the decision that was made for whoever dispatched to it.
 */
final class ServletGate implements Filter {
    private final Installation installation;
    private final String servlet;

    ServletGate(Installation installation, String servlet) {
        this.installation = installation;
        this.servlet = servlet;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("zt: only HTTP is guarded");
        }
        Decided decided = Decided.in(http);
        if (decided != null && decided.admits(installation, servlet, http.getMethod())) {
            Decided.exchange(http, decided.afterUse());
            chain.doFilter(request, response);
            return;
        }
        Guard guard = installation.guard();
        Dispatched dispatched = Dispatched.of(http, installation.contextPath());
        Refusal.write(guard.refuse(dispatched.call(), RequestFault.ROUTE_DISAGREES), http, answer);
    }
}
