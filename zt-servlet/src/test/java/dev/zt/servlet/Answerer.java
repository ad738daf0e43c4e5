package dev.zt.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Answers in the way that its path says. */
final class Answerer extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** More than is held. */
    static final int LONG = (1 << 20) + 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI);
        String uri = included == null ? request.getRequestURI() : (String) included;
        String path = uri.substring(uri.lastIndexOf('/'));
        switch (path) {
            case "/stream" -> response.getOutputStream().write(bytes("tea"));
            case "/typed" -> {
                response.setContentType("text/plain");
                response.getWriter().print("t\u00e9");
            }
            case "/charset" -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().print("t\u00e9");
            }
            case "/encoding" -> {
                response.setCharacterEncoding("UTF-8");
                response.setContentType("application/json");
                response.getWriter().print("\"t\u00e9\"");
            }
            case "/empty" -> {}
            case "/none" -> response.setStatus(204);
            case "/zero" -> response.setContentLength(0);
            case "/length" -> {
                response.setHeader("Content-Length", "3");
                response.getOutputStream().write(bytes("tea"));
            }
            case "/flush" -> {
                response.getOutputStream().write(bytes("t"));
                response.flushBuffer();
                response.getOutputStream().flush();
                response.getOutputStream().write(bytes("ea"));
            }
            case "/reset" -> {
                response.getWriter().print("oil");
                response.reset();
                response.getOutputStream().write(bytes("tea"));
            }
            case "/missing" -> response.sendError(404, "no such order");
            case "/moved" -> response.sendRedirect("/api/stream");
            case "/forward" -> request.getRequestDispatcher("/api/stream").forward(request, response);
            case "/forward-wrapped" ->
                request.getRequestDispatcher("/api/stream").forward(request, new HttpServletResponseWrapper(response));
            case "/include" -> {
                response.getOutputStream().write(bytes("green "));
                request.getRequestDispatcher("/api/stream").include(request, response);
            }
            case "/long" -> response.getOutputStream().write(new byte[LONG]);
            case "/ahead" -> ahead(response, new byte[LONG]);
            case "/ahead-wrong" -> {
                response.setHeader("Content-Digest", digest(bytes("tea")));
                response.getOutputStream().write(bytes("oil"));
            }
            case "/error-then-more" -> {
                response.setHeader("Allow", "GET");
                response.sendError(403);
                response.setStatus(200);
                response.setContentType("text/html");
                response.setHeader("X", "y");
                response.addDateHeader("Y", 0);
                response.getOutputStream().write(bytes("more"));
            }
            case "/moved-then-more" -> {
                response.sendRedirect("/api/stream");
                response.setStatus(200);
            }
            case "/reset-buffer" -> {
                PrintWriter writer = response.getWriter();
                writer.print("secret");
                response.resetBuffer();
                writer.print("tea");
            }
            case "/reset-writer" -> {
                PrintWriter writer = response.getWriter();
                writer.print("secret");
                response.reset();
                writer.print("s".repeat(20_000));
                response.getWriter().print("tea");
            }
            case "/late-charset" -> {
                PrintWriter writer = response.getWriter();
                response.setContentType("text/plain;charset=UTF-8");
                response.setCharacterEncoding("UTF-16");
                writer.print("t\u00e9");
            }
            case "/digest-include" -> {
                response.setHeader("Content-Digest", digest(bytes("tea")));
                request.getRequestDispatcher("/api/stream").include(request, response);
            }
            case "/include-error" -> {
                response.getOutputStream().write(bytes("tea"));
                request.getRequestDispatcher("/api/missing").include(request, response);
            }
            case "/digest-fail" -> {
                response.setHeader("Content-Digest", digest(bytes("tea")));
                throw new IllegalStateException("as it should");
            }
            case "/205" -> {
                response.setStatus(205);
                response.getOutputStream().write(bytes("tea"));
            }
            case "/bad-length" -> {
                response.setHeader("Content-Length", "x");
                response.addIntHeader("Content-Length", -3);
                response.getOutputStream().write(bytes("tea"));
            }
            case "/trailers" -> response.setTrailerFields(Map::of);
            case "/upgrade" -> request.upgrade(HttpUpgradeHandler.class);
            case "/async" -> response.getOutputStream().write(bytes(Boolean.toString(request.isAsyncSupported())));
            case "/start-async" -> request.startAsync();
            case "/fail" -> throw new IllegalStateException("as it should");
            case "/read" -> request.getInputStream().transferTo(response.getOutputStream());
            case "/error" -> response.getOutputStream().write(bytes("error page"));
            default -> throw new IllegalStateException(path);
        }
    }

    private static void ahead(HttpServletResponse response, byte[] content) throws IOException {
        response.setHeader("Content-Digest", digest(content));
        response.setContentLength(content.length);
        OutputStream out = response.getOutputStream();
        for (int from = 0; from < content.length; from += 100_000) {
            out.write(content, from, Math.min(100_000, content.length - from));
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha-256=:" + Base64.getEncoder().encodeToString(sum) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
