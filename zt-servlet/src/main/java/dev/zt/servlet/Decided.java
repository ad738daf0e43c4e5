package dev.zt.servlet;

import dev.zt.guard.Admission;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The decision that holds for a dispatch, kept in the request and nowhere else. Immutable.
 *
 * @param by whose decision it is; another application's, met in a dispatch across applications, does not count
 * @param admission what was decided
 * @param servlet the name of the servlet that it was decided for
 * @param method the request method that it was decided for
 * @param used whether the servlet was entered by it
 */
record Decided(Installation by, Admission.Granted admission, String servlet, String method, boolean used) {
    private static final String ATTRIBUTE = "dev.zt.servlet.decided";

    static @Nullable Decided in(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Decided decided ? decided : null;
    }

    /** Makes this the decision of the request, and returns what stood there. */
    static @Nullable Object exchange(ServletRequest request, @Nullable Object next) {
        Object before = request.getAttribute(ATTRIBUTE);
        if (next == null) {
            request.removeAttribute(ATTRIBUTE);
        } else {
            request.setAttribute(ATTRIBUTE, next);
        }
        return before;
    }

    /** Whether this lets one dispatch of a method into a servlet. */
    boolean admits(Installation installation, String name, String httpMethod) {
        return by == installation && !used && servlet.equals(name) && method.equals(httpMethod);
    }

    Decided afterUse() {
        return new Decided(by, admission, servlet, method, true);
    }
}
