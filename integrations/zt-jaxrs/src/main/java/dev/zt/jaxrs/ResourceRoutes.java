package dev.zt.jaxrs;

import dev.zt.servlet.InnerRoute;
import dev.zt.servlet.InnerRoutes;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes to the resource methods of one class, and to those of the classes that its locators return. Where a locator does
 * not say of which class its resource is, nothing behind it is known, and so nothing is let in there.
 */
final class ResourceRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceRoutes.class);

    /** Locators may lead to each other for ever. */
    private static final int DEEPEST = 4;

    private final String base;
    private final InnerRoutes.Builder routes;

    /** @param base the path that all of them are below, without a slash at its end */
    ResourceRoutes(String base, InnerRoutes.Builder routes) {
        this.base = base;
        this.routes = routes;
    }

    /** Adds the methods that a framework found in a class, and what is behind its locators; none without a path of its own. */
    void add(Class<?> type, Set<Method> methods) {
        RestAnnotations.path(type).ifPresent(path -> {
            methods.forEach(method -> addMethod(base + path, type, method));
            locate(base + path, type, 0);
        });
    }

    private void addMethod(String at, Class<?> type, Method method) {
        RestAnnotations.of(type, method).ifPresent(annotations -> {
            Set<String> methods = annotations.methods();
            if (!methods.isEmpty()) {
                RestPath path = RestPath.of(at + annotations.path());
                routes.add(new InnerRoute(methods, path.text(), path.template(), path.reach(), type, method));
                // Jakarta REST takes a slash at the end for nothing (§3.7.3).
                path.withSlash()
                        .ifPresent(slash -> routes.addUnlisted(
                                new InnerRoute(methods, path.text(), slash, path.reach(), type, method)));
            }
        });
    }

    private void locate(String at, Class<?> type, int depth) {
        for (Method locator : type.getMethods()) {
            RestAnnotations.of(type, locator)
                    .filter(annotations -> annotations.methods().isEmpty())
                    .ifPresent(annotations -> {
                        routes.passes(type);
                        behind(at + annotations.path(), locator, depth);
                    });
        }
    }

    private void behind(String at, Method locator, int depth) {
        Class<?> sub = locator.getReturnType();
        if (depth == DEEPEST || !saysWhoServes(sub)) {
            LOG.warn(
                    "zt: whatever is behind {}.{} is refused, because its return type does not say which class serves there;"
                            + " return a class",
                    locator.getDeclaringClass().getName(),
                    locator.getName());
            return;
        }
        for (Method method : sub.getMethods()) {
            addMethod(at, sub, method);
        }
        locate(at, sub, depth + 1);
    }

    /** Whether the return type of a locator is what serves; {@code Class} stands for one that it does not name. */
    static boolean saysWhoServes(Class<?> returned) {
        return !Modifier.isAbstract(returned.getModifiers()) && returned != Object.class && returned != Class.class;
    }
}
