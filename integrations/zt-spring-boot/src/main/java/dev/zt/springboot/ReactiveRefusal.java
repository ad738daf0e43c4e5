package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** Refuses a server of WebFlux that has a policy, because nothing would hold it to that. */
final class ReactiveRefusal implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(ReactiveRefusal.class);

    private final ApplicationContext context;

    ReactiveRefusal(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!isReactive()) {
            return;
        }
        // Without the bean where auto-configurations are excluded.
        Settings settings = context.getBeanProvider(Settings.class)
                .getIfAvailable(() -> EnvironmentSettings.read(context.getEnvironment()));
        if (settings.optional(Setting.POLICY).isPresent() || Files.exists(settings.pathOrDefault(Setting.POLICY))) {
            throw new ConfigurationException(
                    Place.of("zt." + Setting.POLICY.key()),
                    "servers of WebFlux are not guarded, and this one has a policy; serve by Spring MVC, or take the"
                            + " policy away from a service that serves what everybody may have");
        }
        LOG.warn("zt: nothing guards what this application serves, because its server is one of WebFlux");
    }

    // Known by its name or that of what extends it, because the package is another one in each line of Spring Boot.
    private boolean isReactive() {
        return ClassUtils.getAllInterfacesForClassAsSet(context.getClass()).stream()
                .anyMatch(implemented -> implemented.getSimpleName().endsWith("ReactiveWebApplicationContext"));
    }
}
