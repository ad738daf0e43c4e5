package dev.zt.springboot;

import dev.zt.servlet.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.web.filter.GenericFilterBean;

/**
 * Tells Spring Security whom the guard let in, for one dispatch. A proven caller takes the place of whoever is known already, and
 * where this dispatch proved nobody, a caller of another one is forgotten: each has a decision of its own. Where no guard decided,
 * as on a server of somebody else, others are left as they are.
 */
final class CallerAuthenticationFilter extends GenericFilterBean {
    private final SecurityContextHolderStrategy contexts;

    CallerAuthenticationFilter(SecurityContextHolderStrategy contexts) {
        this.contexts = contexts;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Caller> caller = Caller.ifAny(request);
        SecurityContext before = contexts.getContext();
        if (caller.isEmpty() && !(before.getAuthentication() instanceof CallerAuthentication)) {
            chain.doFilter(request, response);
            return;
        }
        SecurityContext ours = contexts.createEmptyContext();
        caller.ifPresent(known -> ours.setAuthentication(new CallerAuthentication(known)));
        contexts.setContext(ours);
        try {
            chain.doFilter(request, response);
        } finally {
            contexts.setContext(before);
        }
    }
}
