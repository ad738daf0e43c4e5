package dev.zt.springboot;

import jakarta.servlet.ServletContext;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.PriorityOrdered;

/**
 * Reserves the guard's place before Spring Boot registers its filters, each of which asks to be the first. What comes first is
 * asked of the object itself, so an annotation would not do. A mere {@code Ordered} would not do either: of those that come
 * first, the kind of the first one goes before all other kinds, so a filter that comes first would take all filters along.
 */
final class FirstInitializer implements ServletContextInitializer, PriorityOrdered {
    private final ZtInstallation installation;

    FirstInitializer(ZtInstallation installation) {
        this.installation = installation;
    }

    @Override
    public void onStartup(ServletContext context) {
        installation.reserve(context);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
