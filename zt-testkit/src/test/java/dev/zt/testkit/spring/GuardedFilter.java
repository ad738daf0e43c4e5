package dev.zt.testkit.spring;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.Guard;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** The least of a server's edge: asks a guard and answers what it says. */
final class GuardedFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient Guard guard;

    GuardedFilter(Guard guard) {
        this.guard = guard;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Call bare = Call.of(
                request.getMethod(),
                request.getRequestURI(),
                name -> Collections.list(request.getHeaders(name)),
                request.isSecure() ? Channel.TLS : Channel.LOOPBACK);
        Call call = request.getQueryString() == null ? bare : bare.withQuery(request.getQueryString());
        Admission admission = guard.admit(call);
        if (admission instanceof Admission.Refused refused) {
            Answer answer = refused.answer();
            response.setStatus(answer.status());
            answer.headers().forEach(field -> response.addHeader(field.name(), field.value()));
            response.getOutputStream().write(answer.body());
            return;
        }
        chain.doFilter(request, response);
    }
}
