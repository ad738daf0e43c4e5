package dev.zt.springboot.starter;

import dev.zt.guard.Guard;
import dev.zt.springboot.ZtInstallation;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The same guard before the server of the actuator, where that has a port of its own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(Guard.class)
public class ZtManagementServerConfiguration {
    /** Another one than the application's. */
    @Bean
    ZtInstallation ztManagementInstallation(@Qualifier("ztInstallation") ZtInstallation application) {
        return application.beside();
    }

    @Bean
    ServletContextInitializer ztManagementReservation(
            @Qualifier("ztManagementInstallation") ZtInstallation installation) {
        return installation.first();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> ztManagementGuard(
            @Qualifier("ztManagementInstallation") ZtInstallation installation) {
        return factory -> factory.addInitializers(installation::install);
    }
}
