package dev.zt.springboot;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

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
        mappings.open(installation.installation().gate(MvcRoutes.of(context, installation.servlets())));
    }
}
