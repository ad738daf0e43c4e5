package dev.zt.springboot;

import dev.zt.config.Settings;
import dev.zt.own.ServiceIdentity;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The settings of an application and its own identity. */
@AutoConfiguration
public class ZtAutoConfiguration {
    /** {@code zt.*}, over {@code zt.yaml}. */
    @Bean
    @ConditionalOnMissingBean
    Settings ztSettings(Environment environment) {
        return EnvironmentSettings.read(environment);
    }

    /** Who this process is; renewed until the application ends. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    ServiceIdentity ztIdentity(Settings settings) {
        return ServiceIdentity.from(settings);
    }
}
