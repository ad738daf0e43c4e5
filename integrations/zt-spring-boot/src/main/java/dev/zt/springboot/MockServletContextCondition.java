package dev.zt.springboot;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.context.WebApplicationContext;

/** Whether the application runs on Spring's mock objects, as in tests with MockMvc, and on no container. */
final class MockServletContextCondition implements Condition {
    private static final String MOCK = "org.springframework.mock.web.MockServletContext";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getResourceLoader() instanceof WebApplicationContext application
                && application.getServletContext() != null
                && isMock(application.getServletContext().getClass());
    }

    static boolean isMock(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(MOCK)) {
                return true;
            }
        }
        return false;
    }
}
