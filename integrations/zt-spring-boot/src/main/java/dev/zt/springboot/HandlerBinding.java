package dev.zt.springboot;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Holds the controllers against the policy when all of them are known, and lets requests in to them then. The server does not
 * listen before.
 */
final class HandlerBinding implements SmartInitializingSingleton {
    private final ZtInstallation installation;
    private final GatedMappings mappings;
    private final ApplicationContext context;

    HandlerBinding(ZtInstallation installation, GatedMappings mappings, ApplicationContext context) {
        this.installation = installation;
        this.mappings = mappings;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        requireGated();
        requireOneContext();
        mappings.open(installation.installation().gate(MvcRoutes.of(context, installation.servlets())));
    }

    private void requireGated() {
        BeanFactoryUtils.beansOfTypeIncludingAncestors(context, HandlerMapping.class, true, false)
                .forEach((name, mapping) -> {
                    if (!mappings.isGated(mapping)) {
                        throw new IllegalStateException("the handlers of '" + name + "' ("
                                + mapping.getClass().getName()
                                + ") cannot be held against the policy: a mapping of Spring MVC must be a bean, an"
                                + " AbstractHandlerMapping, and made by its context");
                    }
                });
    }

    // Handlers of another context are gated by nothing, and nobody would tell of them.
    private void requireOneContext() {
        for (ServletRegistrationBean<?> registration : context.getBeansOfType(
                        ServletRegistrationBean.class, true, false)
                .values()) {
            if (registration.getServlet() instanceof DispatcherServlet dispatcher
                    && dispatcher.getWebApplicationContext() != context) {
                throw new IllegalStateException("the servlet '" + registration.getServletName()
                        + "' has a context of its own, whose handlers cannot be held against the policy: make it a bean of"
                        + " this context");
            }
        }
    }
}
