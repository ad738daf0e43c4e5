package dev.zt.springboot;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Gives each application what stops it if it serves without a guard. No auto-configuration, because those can be excluded by a
 * property.
 */
final class GuardedServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String NAME = "ztServerRefusal";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        boolean serves = ClassUtils.isPresent("org.springframework.web.context.WebApplicationContext", null)
                && ClassUtils.isPresent("jakarta.servlet.ServletContext", null);
        if (serves
                && context.getBeanFactory() instanceof BeanDefinitionRegistry registry
                && !registry.containsBeanDefinition(NAME)) {
            RootBeanDefinition refusal = new RootBeanDefinition(ServerRefusal.class);
            refusal.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
            refusal.setLazyInit(false);
            registry.registerBeanDefinition(NAME, refusal);
        }
    }
}
