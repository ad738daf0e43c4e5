package dev.zt.servlet;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is declared for a handler: on its method, on one that it overrides or implements, on its class, on an ancestor
 * or an interface of that; each time also inside another annotation. The nearest counts.
 */
final class HandlerScopes {
    private HandlerScopes() {}

    static Optional<DeclaredScopes.Declaration> of(Class<?> type, Method handler) {
        for (Method method : HandlerLineage.of(type).overridden(handler)) {
            RequiresScope found = find(method, new HashSet<>());
            if (found != null) {
                return Optional.of(
                        DeclaredScopes.read(method.getDeclaringClass().getName() + "." + method.getName(), found));
            }
        }
        return of(type);
    }

    /** What is declared for all handlers of a class. */
    static Optional<DeclaredScopes.Declaration> of(Class<?> type) {
        for (Class<?> at : HandlerLineage.of(type).classes()) {
            RequiresScope found = find(at, new HashSet<>());
            if (found != null) {
                return Optional.of(DeclaredScopes.read(at.getName(), found));
            }
        }
        return Optional.empty();
    }

    /** Whether something is declared on a method itself. */
    static boolean isOn(Method method) {
        return find(method, new HashSet<>()) != null;
    }

    private static @Nullable RequiresScope find(AnnotatedElement element, Set<Class<?>> seen) {
        RequiresScope own = element.getDeclaredAnnotation(RequiresScope.class);
        if (own != null) {
            return own;
        }
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            Class<?> type = annotation.annotationType();
            RequiresScope inside = seen.add(type) ? find(type, seen) : null;
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }
}
