package dev.zt.springboot;

import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Says that the server believes no forwarding fields, unless the application says something else. Without a word Spring Boot
 * has the server believe them on Kubernetes and its like, from every private address: whoever calls from one could then
 * be any hop, and a true hop would be none.
 */
final class NoForwardingFields implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    static final String STRATEGY = "server.forward-headers-strategy";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        boolean reactive = event.getSpringApplication().getWebApplicationType() == WebApplicationType.REACTIVE;
        if (!reactive && !environment.containsProperty(STRATEGY)) {
            environment.getPropertySources().addLast(new MapPropertySource("zt", Map.of(STRATEGY, "none")));
        }
    }

    // Behind those who read files of properties, so that theirs are known.
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
