package dev.zt.springboot;

import dev.zt.servlet.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.GenericFilterBean;

/**
 * Tells Spring Security whom the guard let in, for one dispatch; nothing is kept in a session. An authentication that is there
 * already stays. Where no guard decided, as on a server of somebody else, nobody is known.
 */
final class CallerAuthenticationFilter extends GenericFilterBean {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Caller> caller = Caller.ifAny(request);
        if (caller.isEmpty() || SecurityContextHolder.getContext().getAuthentication() != null) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext ours = SecurityContextHolder.createEmptyContext();
        ours.setAuthentication(new CallerAuthentication(caller.get()));
        SecurityContextHolder.setContext(ours);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }
}
