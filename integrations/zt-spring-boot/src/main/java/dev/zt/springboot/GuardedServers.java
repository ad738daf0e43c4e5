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
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!(context.getBeanFactory() instanceof BeanDefinitionRegistry registry)) {
            return;
        }
        register(registry, "ztReactiveRefusal", ReactiveRefusal.class);
        boolean serves = ClassUtils.isPresent("org.springframework.web.context.WebApplicationContext", null)
                && ClassUtils.isPresent("jakarta.servlet.ServletContext", null);
        if (serves) {
            register(registry, "ztServerRefusal", ServerRefusal.class);
        }
    }

    private static void register(BeanDefinitionRegistry registry, String name, Class<?> type) {
        if (!registry.containsBeanDefinition(name)) {
            RootBeanDefinition refusal = new RootBeanDefinition(type);
            refusal.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
            refusal.setLazyInit(false);
            registry.registerBeanDefinition(name, refusal);
        }
    }
}
