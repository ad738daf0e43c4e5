package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jetty 12, any edition of Jakarta EE. */
final class JettyContainer implements Container {
    private static final String URI = "org.eclipse.jetty.http.HttpURI";
    private static final String REQUEST = "org.eclipse.jetty.server.Request";

    private final ServletContext context;
    private final Optional<Line> line;

    /** How to ask a request for what stood in its line. */
    private record Line(
            Class<?> type,
            Function<Object, @Nullable Object> request,
            Function<Object, @Nullable Object> uri,
            Function<Object, @Nullable Object> scheme,
            Function<Object, @Nullable Object> user,
            Function<Object, @Nullable Object> fragment) {}

    JettyContainer(ServletContext context) {
        this.context = context;
        this.line = Foreign.answer(() -> {
            Class<?> servlet = Foreign.type(context, context.getClass().getPackageName() + ".ServletApiRequest");
            Class<?> uri = Foreign.type(context, URI);
            return new Line(
                    servlet,
                    Foreign.getter(servlet, "getRequest"),
                    Foreign.getter(Foreign.type(context, REQUEST), "getHttpURI"),
                    Foreign.getter(uri, "getScheme"),
                    Foreign.getter(uri, "getUser"),
                    Foreign.getter(uri, "getFragment"));
        });
    }

    @Override
    public String name() {
        return "jetty";
    }

    // A foreign authority is refused by Jetty itself, unless its HttpCompliance was loosened.
    @Override
    public boolean droppedFromTarget(HttpServletRequest request) {
        Line ask = line.orElse(null);
        if (ask == null || !ask.type().isInstance(request)) {
            return false;
        }
        Object inner = ask.request().apply(request);
        Object uri = inner == null ? null : ask.uri().apply(inner);
        return uri != null
                && (ask.fragment().apply(uri) != null
                        || ask.user().apply(uri) != null
                        || !isWeb(ask.scheme().apply(uri)));
    }

    private static boolean isWeb(@Nullable Object scheme) {
        return scheme instanceof String name && (name.equals("http") || name.equals("https"));
    }

    @Override
    public Optional<List<String>> filterOrder() {
        return Foreign.answer(() -> Foreign.names(Foreign.list(servletHandler(), "getFilterMappings")));
    }

    @Override
    public Optional<List<String>> looseConnectors() {
        return Foreign.answer(() -> {
            List<String> loose = new ArrayList<>();
            if (Foreign.call(servletHandler(), "isDecodeAmbiguousURIs").equals(true)) {
                loose.add(
                        "ServletHandler.decodeAmbiguousURIs is true, which gives ambiguous paths to handlers; leave it at"
                                + " false");
            }
            for (Object connector : Foreign.list(Foreign.call(handler(), "getServer"), "getConnectors")) {
                for (Object protocol : Foreign.list(connector, "getConnectionFactories")) {
                    if (Foreign.isA(protocol, "ProxyConnectionFactory")) {
                        loose.add("the PROXY protocol lets its peer say from where a request came; remove it");
                    }
                    Optional<Object> http = Foreign.ifAny(protocol, "getHttpConfiguration");
                    if (http.isPresent()) {
                        loose.addAll(looseIn(http.get()));
                    }
                }
            }
            return loose.stream().distinct().toList();
        });
    }

    private static List<String> looseIn(Object http) throws ReflectiveOperationException {
        List<String> loose = new ArrayList<>();
        Object compliance = Foreign.call(Foreign.call(http, "getUriCompliance"), "getName");
        if (!compliance.equals("DEFAULT")) {
            loose.add("UriCompliance is " + compliance + ", which hands on ambiguous targets; leave it at DEFAULT");
        }
        Object protocol = Foreign.call(Foreign.call(http, "getHttpCompliance"), "getName");
        if (!protocol.equals("RFC9110")) {
            loose.add("HttpCompliance is " + protocol
                    + ", which lets requests through that two readers take differently; leave it at RFC9110");
        }
        for (Object customizer : Foreign.list(http, "getCustomizers")) {
            if (Foreign.isA(customizer, "ForwardedRequestCustomizer")) {
                loose.add("ForwardedRequestCustomizer lets anybody say by a header that a plain request came over TLS;"
                        + " remove it and set forwarded-from");
            }
        }
        return loose;
    }

    private Object handler() throws ReflectiveOperationException {
        return Foreign.call(Foreign.call(context, "getContext"), "getContextHandler");
    }

    private Object servletHandler() throws ReflectiveOperationException {
        return Foreign.call(handler(), "getServletHandler");
    }
}
