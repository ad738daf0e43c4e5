package dev.zt.samples.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.zt.servlet.Caller;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers every method by saying who ran, on which path, and for whom. */
final class Handler extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final JsonFactory JSON = new JsonFactory();
    private static final String ELSEWHERE = "/api/admin/users";

    private final String name;
    private final boolean sendsOn;

    /** A handler that only answers. */
    static Handler named(String name) {
        return new Handler(name, false);
    }

    /** A handler that also sends its caller on, in each way that a container knows. */
    static Handler crossroads(String name) {
        return new Handler(name, true);
    }

    private Handler(String name, boolean sendsOn) {
        this.name = name;
        this.sendsOn = sendsOn;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String way = sendsOn && request.getPathInfo() != null ? request.getPathInfo() : "";
        switch (way) {
            case "/forward" -> request.getRequestDispatcher(ELSEWHERE).forward(request, response);
            case "/forward-late" -> {
                response.addHeader("X-Forwarder", "was here");
                response.getWriter().print("said too early");
                request.getRequestDispatcher(ELSEWHERE).forward(request, response);
            }
            case "/include" -> request.getRequestDispatcher(ELSEWHERE).include(request, response);
            case "/async" -> request.startAsync().dispatch(ELSEWHERE);
            case "/error" -> response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            case "/named-forward" ->
                getServletContext().getNamedDispatcher("admin").forward(request, response);
            case "/named-orders" ->
                getServletContext().getNamedDispatcher("orders").forward(request, response);
            case "/named-include" ->
                getServletContext().getNamedDispatcher("admin").include(request, response);
            default -> answer(request, response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
        Optional<Caller> caller = Caller.find(request);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("handler", name);
            json.writeStringField(
                    "servletPath",
                    included
                            ? (String) request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH)
                            : request.getServletPath());
            write(
                    json,
                    "pathInfo",
                    included
                            ? (String) request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO)
                            : request.getPathInfo());
            json.writeStringField("method", request.getMethod());
            write(json, "caller", caller.map(who -> who.id().toString()).orElse(null));
            write(json, "instance", caller.map(who -> who.instance().toString()).orElse(null));
            write(json, "scopes", caller.map(who -> who.scopes().toString()).orElse(null));
            write(
                    json,
                    "proof",
                    caller.map(who -> who.proofKind().name().toLowerCase(Locale.ROOT))
                            .orElse(null));
            json.writeEndObject();
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().println(text);
    }

    private static void write(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, value);
        }
    }
}
