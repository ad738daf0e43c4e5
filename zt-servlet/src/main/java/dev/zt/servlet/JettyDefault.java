package dev.zt.servlet;

import jakarta.servlet.ServletRegistration;

/**
 * Jetty's stand-in for a missing default servlet. It answers 404 and nothing else, and Jetty adds it only after every
 * initialiser has run, so no gate can be put before it and none is needed.
 */
final class JettyDefault {
    private JettyDefault() {}

    static boolean is(ServletRegistration registration) {
        String type = registration.getClassName();
        return type != null
                && type.startsWith("org.eclipse.jetty.")
                && type.endsWith(".ServletHandler$Default404Servlet");
    }
}
