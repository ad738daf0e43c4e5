package dev.zt.springboot;

import dev.zt.policy.PathTemplate;
import dev.zt.servlet.InnerRoute;
import dev.zt.servlet.InnerRoute.Reach;
import dev.zt.servlet.InnerRoutes;
import jakarta.servlet.Servlet;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What the handler mappings of Spring MVC lead to, in the policy's terms. */
final class MvcRoutes {
    private static final String SERVLET = "dispatcherServlet";
    private static final Set<String> CATCH_ALL = Set.of("/**", "/*", "**");

    private final InnerRoutes.Builder routes;
    private final List<String> prefixes;

    private MvcRoutes(String servlet, Collection<String> patterns) {
        this.routes = InnerRoutes.builder(servlet);
        this.prefixes = prefixes(patterns);
    }

    /**
     * The routes of an application.
     *
     * @param servlets the URL patterns of each servlet
     */
    static InnerRoutes of(ApplicationContext context, Map<String, Collection<String>> servlets) {
        MvcRoutes found = new MvcRoutes(SERVLET, servlets.getOrDefault(SERVLET, List.of("/")));
        beans(context, RequestMappingInfoHandlerMapping.class)
                .forEach(mapping -> mapping.getHandlerMethods().forEach(found::add));
        beans(context, AbstractUrlHandlerMapping.class).forEach(found::addElsewhere);
        if (beans(context, RouterFunctionMapping.class).stream()
                .anyMatch(mapping -> mapping.getRouterFunction() != null)) {
            // Functional routes do not say which paths they serve.
            found.routes.elsewhere(PathTemplate.of("/{**}"));
        }
        found.passAll(context);
        return found.routes.build();
    }

    // Whoever annotates what serves nothing counts on a check that is not made. Servlets are bound by the edge, and a
    // proxy of an
    // interface may be a client of who serves.
    private void passAll(ApplicationContext context) {
        for (String name : context.getBeanDefinitionNames()) {
            Class<?> type = context.getType(name, false);
            if (type != null
                    && !type.isInterface()
                    && !Proxy.isProxyClass(type)
                    && !Servlet.class.isAssignableFrom(type)
                    && !type.getName().startsWith("org.springframework.")) {
                routes.passes(ClassUtils.getUserClass(type));
            }
        }
    }

    private static <T> Collection<T> beans(ApplicationContext context, Class<T> type) {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(context, type, true, false)
                .values();
    }

    // Below '/api/*' Spring's patterns begin after '/api'.
    private static List<String> prefixes(Collection<String> patterns) {
        return patterns.stream()
                .filter(pattern -> pattern.equals("/") || pattern.endsWith("/*"))
                .map(pattern -> pattern.equals("/") ? "" : pattern.substring(0, pattern.length() - 2))
                .distinct()
                .toList();
    }

    private void add(RequestMappingInfo info, HandlerMethod handler) {
        Set<String> methods =
                info.getMethodsCondition().getMethods().stream().map(Enum::name).collect(Collectors.toSet());
        for (String prefix : prefixes) {
            for (String pattern : info.getPatternValues()) {
                MvcPattern read = MvcPattern.of(prefix + pattern);
                InnerRoute route = new InnerRoute(
                        methods,
                        prefix + pattern,
                        read.template(),
                        dependsOnMore(info) ? Reach.PART : read.reach(),
                        handler.getBeanType(),
                        handler.getMethod());
                if (isErrorPage(handler.getBeanType())) {
                    routes.addUnlisted(route);
                } else {
                    routes.add(route);
                }
            }
        }
    }

    private static boolean dependsOnMore(RequestMappingInfo info) {
        return !info.getParamsCondition().isEmpty()
                || !info.getHeadersCondition().isEmpty()
                || !info.getConsumesCondition().isEmpty()
                || !info.getProducesCondition().isEmpty()
                || info.getCustomCondition() != null;
    }

    // Known by its name, because its package is another one in each line of Spring Boot.
    private static boolean isErrorPage(Class<?> type) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(implemented -> implemented.getSimpleName().equals("ErrorController"));
    }

    private void addElsewhere(AbstractUrlHandlerMapping mapping) {
        List<String> patterns = new ArrayList<>(mapping.getHandlerMap().keySet());
        if (mapping.getRootHandler() != null) {
            patterns.add("/");
        }
        patterns.removeAll(CATCH_ALL);
        for (String prefix : prefixes) {
            patterns.forEach(
                    pattern -> routes.elsewhere(MvcPattern.of(prefix + pattern).template()));
        }
    }
}
