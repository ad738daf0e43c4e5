package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.Guard;
import dev.zt.guard.Mapping;
import dev.zt.guard.RequestFault;
import dev.zt.request.Call;
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
        installation.begin(config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("zt: only HTTP is guarded");
        }
        Dispatched dispatched = Dispatched.of(http, installation);
        Call call = dispatched.call();
        Optional<Answer> metadata =
                http.getDispatcherType() == DispatcherType.REQUEST ? guard.metadata(call) : Optional.empty();
        if (metadata.isPresent()) {
            Reply.write(metadata.get(), http, answer);
            return;
        }
        SignedAnswer.during(
                installation,
                decide(http, dispatched, call),
                http,
                answer,
                (admission, asked, answering) -> answer(admission, dispatched, asked, answering, chain));
    }

    private void answer(
            Admission admission,
            Dispatched dispatched,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (admission instanceof Admission.Refused refused) {
            Reply.refuse(refused, request, response);
            return;
        }
        // Asked before: on Undertow a request that was forwarded goes on saying so.
        boolean outermost = isOutermost(request);
        try {
            serve((Admission.Granted) admission, dispatched, request, response, chain);
        } catch (IOException | ServletException | RuntimeException e) {
            Admission.Refused inner = outermost && !response.isCommitted() ? RefusedDispatch.in(e) : null;
            if (inner == null) {
                throw e;
            }
            Reply.refuse(inner, request, response);
        }
    }

    private void serve(
            Admission.Granted granted,
            Dispatched dispatched,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            granted.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        }
        Mapping mapping = dispatched.mapping().orElseThrow();
        new Decided(installation, granted, mapping.handler(), dispatched.target(), dispatched.method(), false)
                .during(request, response, chain);
    }

    /** What is granted has a mapping. */
    private Admission decide(HttpServletRequest request, Dispatched dispatched, Call call) throws ServletException {
        Mapping mapping = dispatched.mapping().orElse(null);
        if (call.target().isPresent() && mapping == null) {
            return guard.refuse(call, RequestFault.ROUTE_DISAGREES);
        }
        Decided before = earlier(request);
        Admission admission = before == null
                ? guard.admit(call, dispatched.kind())
                : before.admission().redispatch(call.method(), call.target(), dispatched.kind());
        // The policy says which endpoint was meant, so only now can it be compared with what will run.
        return admission instanceof Admission.Granted granted
                        && (mapping == null || !installation.binds(granted.endpoint(), mapping))
                ? granted.withdraw(RequestFault.ROUTE_DISAGREES)
                : admission;
    }

    // A new request begins a new exchange whatever the container left lying in the attributes.
    private @Nullable Decided earlier(HttpServletRequest request) {
        Decided before = request.getDispatcherType() == DispatcherType.REQUEST ? null : Decided.in(request);
        return before != null && before.by() == installation ? before : null;
    }

    private static boolean isOutermost(HttpServletRequest request) {
        return switch (request.getDispatcherType()) {
            case REQUEST, ASYNC -> true;
            case FORWARD, INCLUDE, ERROR -> false;
        };
    }
}
