package dev.zt.jaxrs;

import jakarta.servlet.Registration;
import jakarta.servlet.ServletContext;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The servlets and filters of frameworks, known by name because none of the frameworks need be there. */
final class FrameworkClasses {
    private static final Set<String> SERVING = Set.of(
            "org.glassfish.jersey.servlet.ServletContainer",
            "org.jboss.resteasy.plugins.server.servlet.FilterDispatcher",
            "org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher");

    private FrameworkClasses() {}

    /** Whether a servlet or filter serves by Jakarta REST. */
    static boolean serves(ServletContext context, Registration registration) {
        String name = registration.getClassName();
        return name != null
                && find(context, name).filter(FrameworkClasses::serves).isPresent();
    }

    private static boolean serves(Class<?> type) {
        return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
                .anyMatch(at -> SERVING.contains(at.getName()));
    }

    // An embedded container may have no loader of its own.
    private static Optional<Class<?>> find(ServletContext context, String name) {
        return Stream.of(
                        Optional.ofNullable(context.getClassLoader()),
                        Optional.ofNullable(Thread.currentThread().getContextClassLoader()),
                        Optional.ofNullable(FrameworkClasses.class.getClassLoader()))
                .flatMap(Optional::stream)
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
