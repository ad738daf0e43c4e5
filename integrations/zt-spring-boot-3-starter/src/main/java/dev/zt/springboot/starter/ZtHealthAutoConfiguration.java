package dev.zt.springboot.starter;

import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.springboot.HealthReport;
import dev.zt.springboot.ZtServletAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The health of zt, where somebody asks for health: {@code identity}, {@code trust} and {@code replay} below {@code zt}. */
@AutoConfiguration(after = ZtServletAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ServiceIdentity.class)
@ConditionalOnEnabledHealthIndicator("zt")
public class ZtHealthAutoConfiguration {
    @Bean
    HealthContributor ztHealthContributor(ServiceIdentity identity, ObjectProvider<Guard> guards) {
        Map<String, HealthContributor> parts = new LinkedHashMap<>();
        parts.put("identity", indicator(() -> HealthReport.ofIdentity(identity)));
        guards.ifAvailable(guard -> {
            HealthReport.OfReplays replays = new HealthReport.OfReplays(guard);
            parts.put("trust", indicator(() -> HealthReport.ofTrust(guard)));
            parts.put("replay", indicator(replays::report));
        });
        return CompositeHealthContributor.fromMap(parts);
    }

    private static HealthIndicator indicator(Supplier<HealthReport> reports) {
        return () -> {
            HealthReport report = reports.get();
            return (report.sound() ? Health.up() : Health.down())
                    .withDetails(report.details())
                    .build();
        };
    }
}
