package dev.zt.bench;

import dev.zt.request.Channel;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as a container hands it over, without the container: a list of header fields that is searched, and a map of
 * attributes, empty at first. Everything else throws. A new one for each request, as in a container.
 */
final class StandInRequest extends HttpServletRequestWrapper {
    private static final HttpServletRequest NOTHING = StandIn.empty(HttpServletRequest.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<Field> USUAL = List.of(
            new Field("Host", "orders.internal"),
            new Field("User-Agent", "Java-http-client/17"),
            new Field("Accept", "application/json"),
            new Field("Accept-Encoding", "gzip"),
            new Field("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    private final Channel channel;
    private final String method;
    private final String uri;
    private final String servletPath;
    private final @Nullable String pathInfo;
    private final HttpServletMapping mapping;
    private final List<Field> fields;
    private final Map<String, Object> attributes = new HashMap<>();

    private record Field(String name, String value) {}

    private StandInRequest(
            Channel channel,
            String method,
            String servletPath,
            @Nullable String pathInfo,
            String pattern,
            List<Field> fields) {
        super(NOTHING);
        this.channel = channel;
        this.method = method;
        this.uri = pathInfo == null ? servletPath : servletPath + pathInfo;
        this.servletPath = servletPath;
        this.pathInfo = pathInfo;
        this.mapping = new StandInMapping(pattern);
        this.fields = fields;
        if (channel == Channel.TLS) {
            // What a container says of a session of TLS (Servlet 6.0 §3.10).
            attributes.put("jakarta.servlet.request.cipher_suite", "TLS_AES_128_GCM_SHA256");
        }
    }

    /** A request to the public endpoint, without credentials. */
    static StandInRequest ofPublic() {
        return new StandInRequest(Channel.TLS, "GET", Rules.PUBLIC_PATH, null, Rules.PUBLIC_PATH, USUAL);
    }

    /** The request of a call with a proof, over TLS or plainly from and to this machine. */
    static StandInRequest of(ProvenCall call, Channel channel) {
        List<Field> fields = new ArrayList<>(USUAL);
        fields.add(new Field("Workload-Identity-Token", call.wit()));
        fields.add(new Field("Authorization", call.authorization()));
        String below = HelloServlet.BELOW;
        return new StandInRequest(
                channel,
                call.method(),
                below,
                call.path().substring(below.length()),
                below + "/*",
                List.copyOf(fields));
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getRequestURI() {
        return uri;
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public String getServletPath() {
        return servletPath;
    }

    @Override
    public @Nullable String getPathInfo() {
        return pathInfo;
    }

    @Override
    public HttpServletMapping getHttpServletMapping() {
        return mapping;
    }

    @Override
    public boolean isSecure() {
        return channel == Channel.TLS;
    }

    @Override
    public String getRemoteAddr() {
        return LOOPBACK;
    }

    @Override
    public String getLocalAddr() {
        return LOOPBACK;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        List<String> values = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return Collections.enumeration(values);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }
}
