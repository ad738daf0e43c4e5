package dev.zt.springboot;

import dev.zt.config.Settings;
import dev.zt.guard.Guard;
import dev.zt.servlet.Caller;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A guard before everything that a servlet application serves, whatever serves it, and bound to its controllers where Spring
 * MVC does. There is no property that takes it away: an application that serves without a policy does not start, and neither
 * does one that excludes this.
 */
@AutoConfiguration(after = ZtAutoConfiguration.class)
@ConditionalOnClass(Servlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class ZtServletAutoConfiguration {
    /** Decides on every call; closed when the application ends. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Guard ztGuard(Settings settings) {
        return Guard.from(settings);
    }

    /** What stands before the application, once the server is made. */
    @Bean
    ZtInstallation ztInstallation(ObjectProvider<Guard> guard, Environment environment, Settings settings) {
        return new ZtInstallation(guard, FatalGaps.of(environment, settings));
    }

    /** The first of the server's initialisers. */
    @Bean
    ServletContextInitializer ztReservation(ZtInstallation installation) {
        return installation.first();
    }

    /** The guard before MockMvc, where no container is. */
    @Bean
    @Conditional(MockServletContextCondition.class)
    FilterRegistrationBean<Filter> ztMockFilter(ZtInstallation installation, Guard guard) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
                installation.mocked(ZeroTrust.withoutContainer(guard)).filter());
        filter.setName("zt");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return filter;
    }

    /** Controllers, where there is Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    static class Controllers {
        /** Asks before each handler. Static, since it looks at beans before they are made. */
        @Bean
        static GatedMappings ztGatedMappings() {
            return new GatedMappings();
        }

        /** Takes in the handlers, when all of them are known. */
        @Bean
        HandlerBinding ztHandlerBinding(
                ZtInstallation installation, GatedMappings mappings, ApplicationContext context) {
            return new HandlerBinding(installation, mappings, context);
        }

        /** Gives controllers their {@link Caller}, and the guard its last word on content. */
        @Bean
        WebMvcConfigurer ztMvcConfigurer() {
            return new WebMvcConfigurer() {
                @Override
                public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                    resolvers.add(0, new RefusedBodies());
                }

                @Override
                public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                    resolvers.add(new CallerArgumentResolver());
                }
            };
        }
    }
}
