package dev.zt.servlet;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Scopes;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the annotations of one servlet class demand, by HTTP method. Immutable. */
final class DeclaredScopes {
    private static final Set<String> HANDLERS =
            Set.of("doGet", "doHead", "doPost", "doPut", "doPatch", "doDelete", "doOptions", "doTrace");

    private final @Nullable Declaration onType;
    private final Map<String, Optional<Declaration>> onMethods;

    /**
     * One annotation.
     *
     * @param place the class, or class and method, that carries it
     */
    record Declaration(String place, Scopes scopes) {}

    private DeclaredScopes(@Nullable Declaration onType, Map<String, Optional<Declaration>> onMethods) {
        this.onType = onType;
        this.onMethods = onMethods;
    }

    /**
     * Reads the annotations of a servlet class and of its ancestors.
     *
     * @throws ConfigurationException if one of them could have no effect
     */
    static DeclaredScopes of(Class<?> servlet) {
        Map<String, Optional<Declaration>> onMethods = new HashMap<>();
        for (Class<?> type = servlet; type != null && type != HttpServlet.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Optional<Declaration> declared = declared(servlet, method);
                if (isHandler(method)) {
                    // An override without annotation hides the one that it overrides.
                    onMethods.putIfAbsent(method.getName(), declared);
                }
            }
        }
        RequiresScope onType = servlet.getAnnotation(RequiresScope.class);
        return new DeclaredScopes(onType == null ? null : read(servlet.getName(), onType), Map.copyOf(onMethods));
    }

    /** The annotation that counts for calls of an HTTP method; empty if there is none. */
    Optional<Declaration> of(String httpMethod) {
        Optional<Declaration> own = onMethod(httpMethod);
        return (httpMethod.equals("HEAD") ? own.or(() -> onMethod("GET")) : own).or(() -> Optional.ofNullable(onType));
    }

    private Optional<Declaration> onMethod(String httpMethod) {
        return onMethods.entrySet().stream()
                .filter(entry -> entry.getKey().substring(2).equalsIgnoreCase(httpMethod))
                .findFirst()
                .flatMap(Map.Entry::getValue);
    }

    private static Optional<Declaration> declared(Class<?> servlet, Method method) {
        RequiresScope annotation = method.getAnnotation(RequiresScope.class);
        if (annotation == null) {
            return Optional.empty();
        }
        String place = method.getDeclaringClass().getName() + "." + method.getName();
        if (!isHandler(method)) {
            throw error(place, "@RequiresScope has no effect here; put it on the class, or on one of " + HANDLERS);
        }
        if (overridesService(servlet)) {
            throw error(
                    place,
                    "@RequiresScope on a method holds only where HttpServlet.service calls it, and " + servlet.getName()
                            + " has its own service; put it on the class");
        }
        return Optional.of(read(place, annotation));
    }

    /**
     * One annotation where it stands.
     *
     * @throws ConfigurationException if it names no scope, or one that is none
     */
    static Declaration read(String place, RequiresScope annotation) {
        if (annotation.value().length == 0) {
            throw error(place, "@RequiresScope names no scope; name one, or remove it");
        }
        try {
            return new Declaration(place, Scopes.of(annotation.value()));
        } catch (IllegalArgumentException e) {
            throw error(place, "@RequiresScope: " + e.getMessage());
        }
    }

    private static boolean isHandler(Method method) {
        return HANDLERS.contains(method.getName())
                && Arrays.equals(
                        method.getParameterTypes(),
                        new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class});
    }

    private static boolean overridesService(Class<?> servlet) {
        Class<?> type = servlet;
        while (type != null && type != HttpServlet.class) {
            if (Arrays.stream(type.getDeclaredMethods()).anyMatch(DeclaredScopes::isService)) {
                return true;
            }
            type = type.getSuperclass();
        }
        return type == null;
    }

    private static boolean isService(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return method.getName().equals("service")
                && parameters.length == 2
                && ServletRequest.class.isAssignableFrom(parameters[0])
                && ServletResponse.class.isAssignableFrom(parameters[1]);
    }

    private static ConfigurationException error(String place, String problem) {
        return new ConfigurationException(Place.of(place), problem);
    }
}
