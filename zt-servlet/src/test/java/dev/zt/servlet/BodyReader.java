package dev.zt.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads its request in the way that its path says, and answers with what it got. */
final class BodyReader extends HttpServlet {
    /** The servlet that others come to by its name. */
    static final String NAMED = "named";

    private static final long serialVersionUID = 1L;

    private final transient List<String> got;

    BodyReader(List<String> got) {
        this.got = got;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String way = way(request);
        if (way == null) {
            response.getWriter().print("page " + read(request));
            return;
        }
        switch (way) {
            case "/stream" -> response.getWriter().print(read(request));
            case "/reader" -> {
                StringWriter text = new StringWriter();
                request.getReader().transferTo(text);
                response.getWriter().print(text);
            }
            case "/nothing" -> response.getWriter().print("done");
            case "/swallow" -> {
                try {
                    read(request);
                } catch (IOException e) {
                    got.add("failed");
                }
                response.getWriter().print("done");
            }
            case "/begin" -> {
                got.add(new String(request.getInputStream().readNBytes(5), StandardCharsets.UTF_8));
                response.getWriter().print("begun");
            }
            case "/close" -> {
                try (InputStream body = request.getInputStream()) {
                    body.readNBytes(5);
                }
                got.add("closed");
            }
            case "/early" -> {
                response.getWriter().print("early");
                response.flushBuffer();
                read(request);
            }
            case "/forward" -> request.getRequestDispatcher("/api/stream").forward(request, response);
            case "/forward-begin" -> request.getRequestDispatcher("/api/begin").forward(request, response);
            case "/include-begin" -> request.getRequestDispatcher("/api/begin").include(request, response);
            case "/named", "/named-begin" ->
                request.getServletContext().getNamedDispatcher(NAMED).forward(request, response);
            case "/named-include" ->
                request.getServletContext().getNamedDispatcher(NAMED).include(request, response);
            case "/read-forward" -> {
                got.add(request.getReader().readLine());
                request.getRequestDispatcher("/api/nothing").forward(request, response);
            }
            case "/fail" -> throw new IllegalArgumentException("as it should");
            case "/query" -> response.getWriter().print(request.getParameter("a") + request.getQueryString());
            case "/form" -> refusing(response, () -> request.getParameter("a"));
            case "/map" -> refusing(response, () -> request.getParameterMap().size());
            case "/names" ->
                refusing(response, () -> request.getParameterNames().hasMoreElements());
            case "/values" -> refusing(response, () -> request.getParameterValues("a"));
            case "/parts" -> refusing(response, request::getParts);
            case "/part" -> refusing(response, () -> request.getPart("a"));
            case "/listener" -> refusing(response, () -> listen(request));
            case "/async" -> later(request, response);
            case "/redispatch" -> {
                AsyncContext async = request.startAsync();
                async.dispatch("/api/stream");
            }
            default -> throw new IllegalStateException(way);
        }
    }

    // A dispatch by name leaves the path of whoever dispatched, and an include says its own elsewhere.
    private @Nullable String way(HttpServletRequest request) {
        if (getServletName().equals(NAMED)) {
            return request.getPathInfo().equals("/named-begin") ? "/begin" : "/stream";
        }
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        return included == null ? request.getPathInfo() : (String) included;
    }

    private Object listen(HttpServletRequest request) throws IOException {
        request.getInputStream().setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() {
                got.add("listened");
            }

            @Override
            public void onAllDataRead() {
                got.add("listened");
            }

            @Override
            public void onError(Throwable cause) {}
        });
        return "listening";
    }

    private void later(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                String text = read((HttpServletRequest) async.getRequest());
                response.getWriter().print(text);
            } catch (IOException e) {
                got.add("failed");
                response.setStatus(400);
            } finally {
                async.complete();
            }
        });
    }

    private String read(HttpServletRequest request) throws IOException {
        String text = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        got.add(text);
        return text;
    }

    /** What a handler asks of its request. */
    private interface Question {
        Object ask() throws IOException, ServletException;
    }

    private static void refusing(HttpServletResponse response, Question question) throws IOException, ServletException {
        try {
            response.getWriter().print("had " + question.ask());
        } catch (IllegalStateException e) {
            response.getWriter().print(e.getMessage());
        }
    }
}
