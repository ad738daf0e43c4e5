package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat 10.1 and 11. It keeps nothing of a request line that {@code getRequestURI} does not show; a foreign authority and
 * characters that belong in no target it refuses itself, unless its connector was loosened.
 */
final class TomcatContainer implements Container {
    private static final Map<String, String> VALVES = Map.of(
            "RemoteIpValve",
            "RemoteIpValve lets whoever its pattern names say by a header that a plain request came over TLS; remove it"
                    + " and set forwarded-from",
            "RewriteValve",
            "RewriteValve changes the target before the guard sees it; remove it",
            "SSLValve",
            "SSLValve takes client certificates from header fields; remove it");

    private final ServletContext context;

    TomcatContainer(ServletContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "tomcat";
    }

    @Override
    public boolean droppedFromTarget(HttpServletRequest request) {
        return false;
    }

    // After a forward, Tomcat 11 looks through wrappers and suspends what it finds below; a proxy is no wrapper.
    @Override
    public HttpServletResponse shielded(HttpServletResponse response) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                TomcatContainer.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> call(response, method, arguments));
    }

    private static @Nullable Object call(HttpServletResponse response, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(response, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @Override
    public Optional<List<String>> filterOrder() {
        return Foreign.answer(() -> Foreign.names(Foreign.list(standardContext(), "findFilterMaps")));
    }

    @Override
    public Optional<List<String>> looseConnectors() {
        return Foreign.answer(() -> {
            List<String> loose = new ArrayList<>();
            Object at = standardContext();
            Object host = Foreign.call(at, "getParent");
            Object engine = Foreign.call(host, "getParent");
            for (Object place : List.of(at, host, engine)) {
                for (Object valve : Foreign.list(Foreign.call(place, "getPipeline"), "getValves")) {
                    VALVES.forEach((name, text) -> {
                        if (Foreign.isA(valve, name)) {
                            loose.add(text);
                        }
                    });
                }
            }
            for (Object connector : Foreign.list(Foreign.call(engine, "getService"), "findConnectors")) {
                loose.addAll(looseIn(connector));
            }
            return loose.stream().distinct().toList();
        });
    }

    /** What of one connector weakens the edge. */
    static List<String> looseIn(Object connector) throws ReflectiveOperationException {
        List<String> loose = new ArrayList<>();
        Object solidus = Foreign.call(connector, "getEncodedSolidusHandling");
        if (!solidus.equals("reject")) {
            loose.add("encodedSolidusHandling is " + solidus + "; leave it at reject");
        }
        if (Foreign.call(connector, "getAllowBackslash").equals(true)) {
            loose.add("allowBackslash is true; leave it at false");
        }
        Object protocol = Foreign.call(connector, "getProtocolHandler");
        if (protocol.getClass().getName().contains(".ajp.")) {
            loose.add(
                    "AJP lets its peer say who calls and that the request came over TLS; use HTTP, and forwarded-from");
        }
        if (Foreign.ifAny(protocol, "getRelaxedPathChars")
                .filter(chars -> !chars.toString().isEmpty())
                .isPresent()) {
            loose.add("relaxedPathChars lets characters into targets that belong in none; leave it empty");
        }
        // Gone since Tomcat 11, which always refuses.
        if (Foreign.ifAny(protocol, "getAllowHostHeaderMismatch")
                .filter(allowed -> allowed.equals(true))
                .isPresent()) {
            loose.add("allowHostHeaderMismatch is true, so a target may name another host than the request; leave it at"
                    + " false");
        }
        return loose;
    }

    // The context that an application sees is a facade of a facade.
    private Object standardContext() throws ReflectiveOperationException {
        return Foreign.field(Foreign.field(context, "context"), "context");
    }
}
