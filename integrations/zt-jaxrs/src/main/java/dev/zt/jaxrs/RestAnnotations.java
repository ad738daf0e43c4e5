package dev.zt.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Jakarta REST's annotations say of a method.
 *
 * @param methods the HTTP methods that it serves; none if it is a locator of sub-resources
 * @param path beginning with a slash, or empty
 */
record RestAnnotations(Set<String> methods, String path) {
    /** Those of a method; of one that it overrides or implements if it has none of its own (§3.6). Empty if there are none. */
    static Optional<RestAnnotations> of(Class<?> type, Method method) {
        List<Method> overridden = lineage(type).stream()
                .flatMap(at -> Arrays.stream(at.getDeclaredMethods()))
                .filter(other -> !other.isBridge() && isOverridden(other, method))
                .toList();
        return Stream.concat(Stream.of(method), overridden.stream())
                .map(RestAnnotations::own)
                .flatMap(Optional::stream)
                .findFirst();
    }

    // What is generic above has wider types there.
    private static boolean isOverridden(Method other, Method method) {
        Class<?>[] theirs = other.getParameterTypes();
        Class<?>[] ours = method.getParameterTypes();
        if (!other.getName().equals(method.getName()) || theirs.length != ours.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            if (!theirs[i].isAssignableFrom(ours[i])) {
                return false;
            }
        }
        return true;
    }

    private static Optional<RestAnnotations> own(Method method) {
        Set<String> methods = Arrays.stream(method.getDeclaredAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .collect(Collectors.toSet());
        Optional<String> path = ownPath(method);
        return methods.isEmpty() && path.isEmpty()
                ? Optional.empty()
                : Optional.of(new RestAnnotations(methods, path.orElse("")));
    }

    /** The path of a root resource, beginning with a slash or empty; empty if it is none. */
    static Optional<String> path(Class<?> type) {
        return lineage(type).stream()
                .map(RestAnnotations::ownPath)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> ownPath(AnnotatedElement element) {
        Path path = element.getDeclaredAnnotation(Path.class);
        return path == null ? Optional.empty() : Optional.of(joined(path.value()));
    }

    // A slash at either end says nothing (§3.2).
    private static String joined(String value) {
        String path = value.startsWith("/") ? value.substring(1) : value;
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return path.isEmpty() ? "" : "/" + path;
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
}
