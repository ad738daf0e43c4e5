package dev.zt.springboot;

import dev.zt.guard.Guard;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Meters of decisions, where there is a registry to put them into. */
@AutoConfiguration(
        after = ZtServletAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Guard.class, MeterRegistry.class})
public class ZtMetricsAutoConfiguration {
    @Bean
    DecisionMeters ztDecisionMeters(Guard guard, MeterRegistry registry) {
        return new DecisionMeters(guard, registry);
    }
}
