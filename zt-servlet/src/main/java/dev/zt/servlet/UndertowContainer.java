package dev.zt.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Undertow 2.3. */
final class UndertowContainer implements Container {
    private final ServletContext context;
    private final Optional<Line> line;

    /** How to ask a request for what stood in its line. */
    private record Line(
            Class<?> type,
            Function<Object, @Nullable Object> exchange,
            Function<Object, @Nullable Object> isAbsolute,
            Function<Object, @Nullable Object> target) {}

    UndertowContainer(ServletContext context) {
        this.context = context;
        this.line = Foreign.answer(() -> {
            Class<?> request = Foreign.type(context, "io.undertow.servlet.spec.HttpServletRequestImpl");
            Class<?> exchange = Foreign.type(context, "io.undertow.server.HttpServerExchange");
            return new Line(
                    request,
                    Foreign.getter(request, "getExchange"),
                    Foreign.getter(exchange, "isHostIncludedInRequestURI"),
                    Foreign.getter(exchange, "getRequestURI"));
        });
    }

    @Override
    public void startEagerly() {
        Foreign.answer(() -> Foreign.set(deployment(), "setEagerFilterInit", true));
    }

    @Override
    public String name() {
        return "undertow";
    }

    // Undertow drops scheme and authority of an absolute target, though they outrank Host (RFC 9112 §3.2.2).
    @Override
    public boolean droppedFromTarget(HttpServletRequest request) {
        Line ask = line.orElse(null);
        if (ask == null || !ask.type().isInstance(request)) {
            return false;
        }
        Object exchange = ask.exchange().apply(request);
        return exchange != null
                && Boolean.TRUE.equals(ask.isAbsolute().apply(exchange))
                && !(ask.target().apply(exchange) instanceof String target
                        && AbsoluteTarget.namesOnly(request.getHeader("Host"), target));
    }

    // It serves static resources, also where nothing is mapped to it.
    @Override
    public Set<String> lateServlets() {
        return Set.of("default");
    }

    // It puts the mapping of the includer there.
    @Override
    public boolean tellsIncludedMapping() {
        return false;
    }

    @Override
    public Optional<List<String>> filterOrder() {
        return Foreign.answer(() -> Foreign.names(Foreign.list(deployment(), "getFilterMappings")));
    }

    // Options belong to listeners, which a deployment does not know.
    @Override
    public Optional<List<String>> looseConnectors() {
        return Optional.empty();
    }

    @Override
    public String connectorsToLeave() {
        return "DECODE_SLASH, ALLOW_ENCODED_SLASH and ALLOW_UNESCAPED_CHARACTERS_IN_URL at false, and add no handler that"
                + " believes forwarding fields";
    }

    private Object deployment() throws ReflectiveOperationException {
        return Foreign.call(Foreign.call(context, "getDeployment"), "getDeploymentInfo");
    }
}
