package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/**
 * Stops an application whose servlet server no guard stands before, and one that was asked for TLS and speaks none. The server
 * does not listen yet.
 */
final class ServerRefusal implements SmartInitializingSingleton {
    private final ApplicationContext context;

    ServerRefusal(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!(context instanceof WebApplicationContext web)) {
            return;
        }
        ServletContext server = web.getServletContext();
        // A slice of an application under test has no server.
        if (server == null || MockServletContextCondition.isMock(server.getClass())) {
            return;
        }
        // Those of this context alone: the guard of a parent stands before another server.
        Collection<ZtInstallation> installations =
                context.getBeansOfType(ZtInstallation.class, true, false).values();
        if (installations.isEmpty()) {
            throw new ConfigurationException(
                    Place.of("spring.autoconfigure.exclude"),
                    "nothing guards what this application serves, because ZtServletAutoConfiguration is excluded; take it"
                            + " from what is excluded, or the starter of zt from the dependencies");
        }
        installations.forEach(ZtInstallation::installation);
        boolean tls = Binder.get(context.getEnvironment())
                .bind("zt.server.tls", Boolean.class)
                .orElse(false);
        if (tls && installations.stream().noneMatch(ZtInstallation::speaksTls)) {
            throw new ConfigurationException(
                    Place.of("zt.server.tls"),
                    "no connector speaks TLS by the service's certificate; write true, run on Tomcat, and add"
                            + " dev.zt:zt-tomcat");
        }
    }
}
