package dev.zt.servlet;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
        List<Class<?>> lineage = lineage(type);
        for (Class<?> at : lineage) {
            Method method = declared(at, handler);
            RequiresScope found = method == null ? null : find(method, new HashSet<>());
            if (found != null) {
                return Optional.of(DeclaredScopes.read(at.getName() + "." + handler.getName(), found));
            }
        }
        for (Class<?> at : lineage) {
            RequiresScope found = find(at, new HashSet<>());
            if (found != null) {
                return Optional.of(DeclaredScopes.read(at.getName(), found));
            }
        }
        return Optional.empty();
    }

    // Classes first, from the nearest on, then what they implement.
    private static List<Class<?>> lineage(Class<?> type) {
        List<Class<?>> lineage = new ArrayList<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            lineage.add(at);
        }
        for (int i = 0; i < lineage.size(); i++) {
            for (Class<?> implemented : lineage.get(i).getInterfaces()) {
                if (!lineage.contains(implemented)) {
                    lineage.add(implemented);
                }
            }
        }
        return lineage;
    }

    private static @Nullable Method declared(Class<?> type, Method like) {
        try {
            return type.getDeclaredMethod(like.getName(), like.getParameterTypes());
        } catch (NoSuchMethodException e) {
            return null;
        }
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
