package dev.zt.jaxrs;

import dev.zt.servlet.HandlerLineage;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Jakarta REST's annotations say of a method.
 *
 * @param methods the HTTP methods that it serves; none if it is a locator of sub-resources
 * @param path beginning with a slash, or empty
 */
record RestAnnotations(Set<String> methods, String path) {
    /** Those of a method; of one that it overrides or implements if it has none of its own (§3.6). Empty if there are none. */
    static Optional<RestAnnotations> of(Class<?> type, Method method) {
        return HandlerLineage.of(type).overridden(method).stream()
                .map(RestAnnotations::own)
                .flatMap(Optional::stream)
                .findFirst();
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
        return HandlerLineage.of(type).classes().stream()
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
}
