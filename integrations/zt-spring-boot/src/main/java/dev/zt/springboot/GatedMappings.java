package dev.zt.springboot;

import dev.zt.servlet.HandlerGate;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Puts the gate behind all other interceptors of every handler mapping, whoever defines it; until there is one, nothing is
 * served.
 */
final class GatedMappings implements InstantiationAwareBeanPostProcessor, HandlerInterceptor {
    private volatile @Nullable HandlerGate gate;

    // Before the mapping reads its interceptors, and after the method that made it has set others.
    @Override
    public boolean postProcessAfterInstantiation(Object bean, String name) {
        if (bean instanceof AbstractHandlerMapping mapping) {
            mapping.setInterceptors(this);
        }
        return true;
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
