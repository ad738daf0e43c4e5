package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.RequestFault;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides once per dispatch whether it may go on; the caller is verified once per exchange. */
final class GuardFilter implements Filter {
    private final Installation installation;
    private final Guard guard;

    GuardFilter(Installation installation) {
        this.installation = installation;
        this.guard = installation.guard();
    }

    @Override
    public void init(FilterConfig config) {
        installation.start(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("zt: only HTTP is guarded");
        }
        Dispatched dispatched = Dispatched.of(http, installation.contextPath());
        Optional<Mapping> mapping = dispatched.mapping();
        Admission admission = decide(http, dispatched, mapping);
        if (admission instanceof Admission.Granted granted && mapping.isPresent()) {
            Decided decided = new Decided(installation, granted, mapping.get().servlet(), dispatched.method(), false);
            proceed(http, answer, chain, decided);
        } else {
            Refusal.write(admission, http, answer);
        }
    }

    private Admission decide(HttpServletRequest request, Dispatched dispatched, Optional<Mapping> mapping)
            throws ServletException {
        if (dispatched.target().isPresent() && mapping.isEmpty()) {
            return guard.refuse(dispatched.call(), RequestFault.ROUTE_DISAGREES);
        }
        Decided before = earlier(request);
        Admission admission = before == null
                ? guard.admit(dispatched.call())
                : before.admission().redispatch(dispatched.method(), dispatched.target(), dispatched.kind());
        // The policy says which endpoint was meant, so only now can it be compared with what will run.
        return admission instanceof Admission.Granted granted
                        && (mapping.isEmpty() || !installation.binds(granted.endpoint(), mapping.get()))
                ? granted.withdraw(RequestFault.ROUTE_DISAGREES)
                : admission;
    }

    // A new request begins a new exchange whatever the container left lying in the attributes.
    private @Nullable Decided earlier(HttpServletRequest request) {
        Decided before = request.getDispatcherType() == DispatcherType.REQUEST ? null : Decided.in(request);
        return before != null && before.by() == installation ? before : null;
    }

    private static void proceed(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Decided decided)
            throws IOException, ServletException {
        Object outer = Decided.exchange(request, decided);
        try {
            chain.doFilter(request, response);
        } finally {
            if (isOver(request, outer)) {
                Decided.exchange(request, outer);
            }
        }
    }

    // The other kinds are not nested: what comes after them, async work or an error page, still needs the exchange.
    // Work
    // that a forwarded handler leaves behind has to take its Caller before, or the forwarder would see it as its own.
    private static boolean isOver(HttpServletRequest request, @Nullable Object outer) {
        return switch (request.getDispatcherType()) {
            case INCLUDE -> true;
            case FORWARD -> outer != null || !request.isAsyncStarted();
            case REQUEST, ASYNC, ERROR -> false;
        };
    }
}
