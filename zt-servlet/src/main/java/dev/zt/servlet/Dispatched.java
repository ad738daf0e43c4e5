package dev.zt.servlet;

import dev.zt.guard.Mapping;
import dev.zt.request.Call;
import dev.zt.request.Connection;
import dev.zt.request.Headers;
import dev.zt.request.Hops;
import dev.zt.request.Target;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One dispatch as its request target says it and as the container routes it, read once. */
final class Dispatched {
    // RFC 9112 §2.3, RFC 9113, RFC 9114. HTTP/0.9 has no header fields, and whatever else may be read in other ways.
    private static final Set<String> PROTOCOLS =
            Set.of("HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3", "HTTP/3.0");
    // Servlet 6.0 §3.10.
    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final HttpServletRequest request;
    private final Installation installation;
    private final String rawPath;
    private final Optional<Target> target;
    private final Optional<Mapping> mapping;

    private Dispatched(
            HttpServletRequest request,
            Installation installation,
            String rawPath,
            Optional<Target> target,
            Optional<Mapping> mapping) {
        this.request = request;
        this.installation = installation;
        this.rawPath = rawPath;
        this.target = target;
        this.mapping = mapping;
    }

    static Dispatched of(HttpServletRequest request, Installation installation) throws ServletException {
        // Servlet 6.0 §9.3.1: an included servlet sees the includer's path, its own stands in attributes.
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        String rawPath =
                text(included ? request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) : request.getRequestURI());
        String contextPath = installation.contextPath();
        Optional<Target> target = isWhole(request, installation)
                ? Target.parse(rawPath).flatMap(whole -> whole.below(contextPath))
                : Optional.empty();
        Optional<Mapping> mapping = Optional.empty();
        // Asked only of a plain target: some containers throw for the path of one that is not.
        if (target.isPresent() && target.get().decoded().equals(routedPath(request, included))) {
            mapping = mapping(request, installation, target.get(), included);
        }
        return new Dispatched(request, installation, rawPath, target, mapping);
    }

    private static String routedPath(HttpServletRequest request, boolean included) {
        return included
                ? text(request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH))
                        + text(request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO))
                : text(request.getServletPath()) + text(request.getPathInfo());
    }

    // Where the container does not say it, the rules of the Servlet API do; the servlet's gate compares what runs.
    private static Optional<Mapping> mapping(
            HttpServletRequest request, Installation installation, Target target, boolean included)
            throws ServletException {
        Container container = installation.container();
        if (!(included ? container.tellsIncludedMapping() : container.tellsMapping())) {
            return installation.route(target);
        }
        return mapping(
                included ? request.getAttribute(RequestDispatcher.INCLUDE_MAPPING) : request.getHttpServletMapping());
    }

    private static Optional<Mapping> mapping(@Nullable Object stated) {
        return stated instanceof HttpServletMapping found
                ? Optional.of(new Mapping(found.getPattern(), found.getServletName()))
                : Optional.empty();
    }

    // Looked at once: later dispatches are the application's own words.
    private static boolean isWhole(HttpServletRequest request, Installation installation) {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return PROTOCOLS.contains(request.getProtocol())
                && !(innermost instanceof HttpServletRequest http
                        && installation.container().droppedFromTarget(http));
    }

    private static String text(@Nullable Object part) {
        return part instanceof String text ? text : "";
    }

    /** What to decide on. */
    Call call() {
        Hops hops = installation.guard().hops();
        Connection connection = connection();
        Headers headers = headers();
        Call call = Call.of(request.getMethod(), rawPath, target, headers, hops.channel(connection, headers))
                .withClientCertificates(() -> hops.certificates(connection, headers));
        String query = request.getQueryString();
        return query == null ? call : call.withQuery(query);
    }

    /** Where it leads; what was granted has one. */
    Target target() {
        return target.orElseThrow();
    }

    String method() {
        return request.getMethod();
    }

    /** The name of the kind of dispatch in the audit. */
    String kind() {
        return request.getDispatcherType().name().toLowerCase(Locale.ROOT);
    }

    /** What the container chose; empty if it does not say, or chose by another path than the target's. */
    Optional<Mapping> mapping() {
        return mapping;
    }

    private Headers headers() {
        return name -> {
            Enumeration<String> values = request.getHeaders(name);
            return values == null ? List.of() : Collections.list(values);
        };
    }

    // isSecure alone is what a client may have written: Jetty and Undertow take it from the scheme of a target or of
    // HTTP/2, and a connector that believes forwarding fields takes it from those. TLS has a cipher suite.
    private Connection connection() {
        String peer = text(request.getRemoteAddr());
        return request.isSecure() && request.getAttribute(CIPHER_SUITE) != null
                ? Connection.overTls(peer, this::shown)
                : Connection.inPlainText(peer, text(request.getLocalAddr()));
    }

    private List<X509Certificate> shown() {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }
}
