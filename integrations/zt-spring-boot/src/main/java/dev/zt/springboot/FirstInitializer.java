package dev.zt.springboot;

import jakarta.servlet.ServletContext;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.Ordered;

/**
 * Reserves the guard's place before Spring Boot registers its filters, each of which asks to be the first. What comes first is
 * asked of the object itself, so an annotation would not do.
 */
final class FirstInitializer implements ServletContextInitializer, Ordered {
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
