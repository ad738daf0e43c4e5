package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Classes by their names, as an application sees them. */
final class ContextClasses {
    private ContextClasses() {}

    /**
     * Finds a class without initialising it. An embedded container may have no loader of its own, and one with its own
     * hides its servlets from an application's, so several loaders are asked.
     */
    static Optional<Class<?>> find(ServletContext context, String name) {
        return Stream.of(
                        context.getClassLoader(),
                        Thread.currentThread().getContextClassLoader(),
                        ContextClasses.class.getClassLoader())
                .filter(Objects::nonNull)
                .map(loader -> load(name, loader))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Class<?>> load(String name, ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
