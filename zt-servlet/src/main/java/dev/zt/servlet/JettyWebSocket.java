package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jetty's WebSocket filter, put in its place behind the guard.
 *
 * <p>Jetty adds it before all other filters when the first WebSocket is mapped, which may be long after the guard was
 * installed; an upgrade would then be answered without a decision. Added now, it stays behind the guard.
 */
final class JettyWebSocket {
    // Behind the package of an edition of Jakarta EE, such as org.eclipse.jetty.ee10.
    private static final Pattern EDITION = Pattern.compile("org\\.eclipse\\.jetty\\.ee\\d+(?=\\.)");
    private static final String FILTER = ".websocket.servlet.WebSocketUpgradeFilter";

    private JettyWebSocket() {}

    /** Whether WebSockets can be mapped: Jetty keeps what it needs for them in attributes of the context. */
    static boolean isConfigured(ServletContext context) {
        return filter(context).isPresent()
                && Collections.list(context.getAttributeNames()).stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    /** Whether somebody else has added the filter himself. */
    static boolean isAdded(ServletContext context) {
        return filter(context)
                .map(type -> context.getFilterRegistration(type.getName()) != null)
                .orElse(false);
    }

    /** Whether a filter of the application is this one. */
    static boolean is(String filterType) {
        return filterType.endsWith(FILTER) && filterType.startsWith("org.eclipse.jetty.");
    }

    /**
     * Adds the filter now, so that the guard, which is added next, stands before it.
     *
     * @throws IllegalStateException if it cannot be added
     */
    static void addFilter(ServletContext context) {
        try {
            filter(context)
                    .orElseThrow(ClassNotFoundException::new)
                    .getMethod("ensureFilter", ServletContext.class)
                    .invoke(null, context);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("zt: Jetty's WebSocket filter cannot be put behind the guard", e);
        }
    }

    private static Optional<Class<?>> filter(ServletContext context) {
        Matcher edition = EDITION.matcher(context.getClass().getName());
        return edition.lookingAt() ? ContextClasses.find(context, edition.group() + FILTER) : Optional.empty();
    }
}
