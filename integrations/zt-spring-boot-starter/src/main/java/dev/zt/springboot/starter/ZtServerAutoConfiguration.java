package dev.zt.springboot.starter;

import dev.zt.springboot.ZtInstallation;
import dev.zt.springboot.ZtServletAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts the guard before the server of an application. */
@AutoConfiguration(
        after = ZtServletAutoConfiguration.class,
        // Its customiser registers a filter, and of two that come last the later one is the last.
        afterName = "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration")
@ConditionalOnBean(ZtInstallation.class)
public class ZtServerAutoConfiguration {
    /** Last, and so behind the initialisers that register the application's own servlets and filters. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> ztServerGuard(ZtInstallation installation) {
        return factory -> factory.addInitializers(installation::install);
    }
}
