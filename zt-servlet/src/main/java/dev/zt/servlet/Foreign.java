package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks objects whose classes are not known at compile time. */
final class Foreign {
    private static final Logger LOG = LoggerFactory.getLogger(Foreign.class);

    private Foreign() {}

    /** Something that asks and may find that the class is not what it was. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws ReflectiveOperationException;
    }

    /** The answer; empty if the container has changed so that it cannot be asked. */
    static <T> Optional<T> answer(Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info("zt: this container does not answer one question of the guard: {}", e.toString());
            return Optional.empty();
        }
    }

    /** What a public method without parameters gives; empty if it gives nothing, or is not there. */
    static Optional<Object> ifAny(Object target, String method) throws ReflectiveOperationException {
        try {
            return Optional.ofNullable(find(target.getClass(), method).invoke(target));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** Whether a class or one of its ancestors has this simple name. */
    static boolean isA(Object target, String simpleName) {
        for (Class<?> at = target.getClass(); at != null; at = at.getSuperclass()) {
            if (at.getSimpleName().equals(simpleName)) {
                return true;
            }
        }
        return false;
    }

    /** Calls a public method without parameters. */
    static Object call(Object target, String method) throws ReflectiveOperationException {
        Object result = find(target.getClass(), method).invoke(target);
        if (result == null) {
            throw new NoSuchMethodException(method + " of " + target.getClass() + " gives nothing");
        }
        return result;
    }

    /** Calls a public method with one flag. */
    static Object set(Object target, String method, boolean flag) throws ReflectiveOperationException {
        Object result = target.getClass().getMethod(method, boolean.class).invoke(target, flag);
        return result == null ? target : result;
    }

    /** The items of an array or a collection that a public method gives. */
    static List<?> list(Object target, String method) throws ReflectiveOperationException {
        Object items = call(target, method);
        return items instanceof Collection<?> collection ? List.copyOf(collection) : Arrays.asList((Object[]) items);
    }

    /** The filters that some mappings name. */
    static List<String> names(List<?> filterMappings) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (Object mapping : filterMappings) {
            names.add((String) call(mapping, "getFilterName"));
        }
        return names;
    }

    /** A class by the container's own loader: an application's may hide the classes of its container. */
    static Class<?> type(ServletContext context, String name) throws ClassNotFoundException {
        return Class.forName(name, false, context.getClass().getClassLoader());
    }

    /** The value of a private field. */
    static Object field(Object target, String name) throws ReflectiveOperationException {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
    }

    // A container's class may be internal while an ancestor that has the method is public.
    private static Method find(Class<?> type, String method) throws NoSuchMethodException {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (Modifier.isPublic(at.getModifiers())) {
                return at.getMethod(method);
            }
        }
        throw new NoSuchMethodException(method + " of " + type);
    }

    /**
     * Reads a property by a method handle, on the path of every request. The function throws {@link IllegalStateException}
     * if the container fails, so that the request does.
     */
    static Function<Object, @Nullable Object> getter(Class<?> type, String method) throws ReflectiveOperationException {
        MethodHandle handle = MethodHandles.publicLookup()
                .unreflect(type.getMethod(method))
                .asType(MethodType.methodType(Object.class, Object.class));
        return target -> {
            try {
                return handle.invokeExact(target);
            } catch (Throwable e) {
                throw new IllegalStateException("zt: this container cannot be asked for " + method, e);
            }
        };
    }
}
