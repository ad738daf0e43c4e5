package dev.zt.springboot;

import dev.zt.servlet.HandlerGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Puts the gate behind all other interceptors of every handler mapping that the context makes; until there is one, nothing is
 * served. A mapping that it could not reach is none of the {@link #isGated gated} ones.
 */
final class GatedMappings implements InstantiationAwareBeanPostProcessor, PriorityOrdered, HandlerInterceptor {
    // Those of one application: few, and as long-lived as this.
    private final Set<HandlerMapping> gated = ConcurrentHashMap.newKeySet();
    private volatile @Nullable HandlerGate gate;

    // Before the mapping reads its interceptors, and after the method that made it has set others.
    @Override
    public boolean postProcessAfterInstantiation(Object bean, String name) {
        if (bean instanceof AbstractHandlerMapping mapping) {
            mapping.setInterceptors(this);
            gated.add(mapping);
        }
        return true;
    }

    // Before those that could ask for a mapping, which is made then.
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    boolean isGated(HandlerMapping mapping) {
        return gated.contains(mapping);
    }

    void open(HandlerGate newGate) {
        gate = newGate;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException, ServletException {
        HandlerGate now = gate;
        if (now == null) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", "1");
            return false;
        }
        Optional<HandlerMethod> method = method(handler);
        return method.isPresent()
                ? now.lets(
                        request,
                        response,
                        method.get().getBeanType(),
                        method.get().getMethod())
                : now.lets(request, response);
    }

    // What Spring answers OPTIONS with by itself is no method of the application; the path was decided on.
    private static Optional<HandlerMethod> method(Object handler) {
        return handler instanceof HandlerMethod method
                        && method.getBeanType().getEnclosingClass() != RequestMappingInfoHandlerMapping.class
                ? Optional.of(method)
                : Optional.empty();
    }
}
