package dev.zt.servlet;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the class of a handler is made of, for annotations that also count where they are inherited from: by the rules of the
 * language for overriding (JLS §8.4.2, §8.4.8.1), so that a generic method above is found as well. Immutable.
 */
public final class HandlerLineage {
    private final List<Class<?>> classes;
    private final Map<TypeVariable<?>, Type> arguments = new HashMap<>();

    private HandlerLineage(Class<?> type) {
        this.classes = lineage(type);
        for (Class<?> at : classes) {
            learn(at.getGenericSuperclass());
            Arrays.asList(at.getGenericInterfaces()).forEach(this::learn);
        }
    }

    /** That of the class that a handler is called on. */
    public static HandlerLineage of(Class<?> type) {
        return new HandlerLineage(type);
    }

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
        return List.copyOf(lineage);
    }

    // A class has one parameterization of each of its ancestors (JLS §8.1.5).
    private void learn(@Nullable Type ancestor) {
        if (ancestor instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] given = generic.getActualTypeArguments();
            for (int i = 0; i < given.length; i++) {
                arguments.put(raw.getTypeParameters()[i], given[i]);
            }
        }
    }

    /** The class and its ancestors from the nearest on, then what they implement. */
    public List<Class<?>> classes() {
        return classes;
    }

    /**
     * A handler's method and those that are overridden or implemented by it, or that override it, the nearest first; without
     * bridges, unless it is one itself.
     */
    public List<Method> overridden(Method handler) {
        List<Method> found = new ArrayList<>();
        for (Class<?> at : classes) {
            if (at == handler.getDeclaringClass()) {
                found.add(handler);
            } else {
                Arrays.stream(at.getDeclaredMethods())
                        .filter(other -> isInherited(other) && isSame(other, handler))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isInherited(Method method) {
        return !method.isBridge() && (method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC)) == 0;
    }

    private boolean isSame(Method other, Method handler) {
        return other.getName().equals(handler.getName())
                && (Arrays.equals(other.getParameterTypes(), handler.getParameterTypes())
                        || parameters(other).equals(parameters(handler)));
    }

    /** As they are in this class. */
    private List<Class<?>> parameters(Method method) {
        List<Class<?>> parameters = new ArrayList<>();
        for (Type parameter : method.getGenericParameterTypes()) {
            parameters.add(erased(parameter));
        }
        return parameters;
    }

    private Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return erased(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return erased(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof TypeVariable<?> variable) {
            Type given = arguments.get(variable);
            return erased(given == null ? variable.getBounds()[0] : given);
        }
        return type instanceof WildcardType wildcard ? erased(wildcard.getUpperBounds()[0]) : Object.class;
    }
}
