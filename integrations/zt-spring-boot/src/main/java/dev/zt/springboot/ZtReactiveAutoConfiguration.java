package dev.zt.springboot;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Refuses a server of WebFlux that has a policy, because nothing would hold it to that. */
@AutoConfiguration(after = ZtAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public class ZtReactiveAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ZtReactiveAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton ztReactiveRefusal(Settings settings) {
        return () -> {
            if (settings.optional(Setting.POLICY).isPresent() || Files.exists(settings.pathOrDefault(Setting.POLICY))) {
                throw new ConfigurationException(
                        Place.of("zt." + Setting.POLICY.key()),
                        "servers of WebFlux are not guarded, and this one has a policy; serve by Spring MVC, or take the"
                                + " policy away from a service that serves what everybody may have");
            }
            LOG.warn("zt: nothing guards what this application serves, because its server is one of WebFlux");
        };
    }
}
