package dev.zt.servlet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scopes that a servlet, or a handler that a framework has inside one, demands of its callers, written where the code is.
 *
 * <p>On the class it holds for every HTTP method; on {@code doGet}, {@code doPost} and their like it holds for that
 * one instead, and {@code doGet} covers {@code HEAD} unless {@code doHead} has its own. It grants nothing: the policy
 * decides, and each endpoint that leads to the servlet must {@code require} exactly these scopes, or the application
 * does not start. Methods cannot be annotated where {@code service} is overridden, because then nobody knows which of
 * them runs.
 *
 * <p>On a handler of a framework, such as a method of a controller, it holds for that handler; on its class, for each that has
 * none of its own. What is overridden or implemented counts as well, also where it is generic, and so does one that stands on
 * another annotation. Where it would have no effect, as on a locator of sub-resources, the application does not start. The
 * application does not start if an endpoint that leads to the handler requires anything else ({@link Installation#gate}).
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresScope {
    /** The scopes, such as {@code orders:read}; all of them, at least one. */
    String[] value();
}
