package dev.zt.servlet;

import dev.zt.policy.PathTemplate;
import java.lang.reflect.Method;
import java.util.Set;

/**
 * One way to a handler that a framework has inside a servlet, such as a method of a controller. Immutable.
 *
 * @param methods the HTTP methods that it serves; empty for all of them. {@code GET} serves {@code HEAD}
 * @param pattern the path as the framework knows it, for reports
 * @param template the paths that it may serve, below the application's root. Where the policy's templates cannot say it
 *     exactly, one that matches more, such as a variable in the place of a segment with a wildcard
 * @param reach whether it serves all of these paths
 * @param type the class that the handler is called on, without what a container put around it
 * @param handler the method that runs
 */
public record InnerRoute(
        Set<String> methods, String pattern, PathTemplate template, Reach reach, Class<?> type, Method handler) {
    /** How much of what its template and its methods say a route serves. */
    public enum Reach {
        /** All, where no route with a narrower path takes it. */
        ALL,
        /** A part that the template cannot say: it also depends on a header, a parameter or the form of a segment. */
        PART
    }

    /** Copies. */
    public InnerRoute {
        methods = Set.copyOf(methods);
    }

    /** Whether it serves calls of a method. */
    boolean takes(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    /** Whether it takes all calls of a method that another one could take, because its paths are some of the other's. */
    boolean shadows(InnerRoute other, String method) {
        return reach == Reach.ALL
                && takes(method)
                && template.isWithin(other.template)
                && !other.template.isWithin(template);
    }

    /** Class and method of the handler. */
    String place() {
        return type.getName() + "." + handler.getName();
    }

    /** Method and pattern, as in {@code GET /orders/{id}}. */
    String text(String method) {
        return method + " " + pattern;
    }
}
