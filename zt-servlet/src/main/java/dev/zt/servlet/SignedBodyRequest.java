package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.RequestBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body the caller signed, and which is had in no other way than compared: not as the container parses
 * forms, and not piece by piece as it arrives. Parameters of the query are as ever, unless the body is a form.
 */
final class SignedBodyRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse response;
    private final RequestBody body;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    private SignedBodyRequest(HttpServletRequest request, HttpServletResponse response, RequestBody body) {
        super(request);
        this.response = response;
        this.body = body;
    }

    /** What a handler may be given: the request itself, unless its body is signed and nobody compares it yet. */
    static HttpServletRequest forHandler(
            HttpServletRequest request, HttpServletResponse response, Admission.Granted granted) throws IOException {
        // Containers dispatch errors, and some async work, without the wrappers of before.
        return granted.bindsBody() && !isCompared(request)
                ? new SignedBodyRequest(request, response, granted.requestBody(request.getInputStream()))
                : request;
    }

    private static boolean isCompared(ServletRequest request) {
        ServletRequest at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            if (at instanceof SignedBodyRequest) {
                return true;
            }
            at = wrapper.getRequest();
        }
        return false;
    }

    @Override
    public ServletInputStream getInputStream() {
        // Servlet 6.0 §3.11: one of the two.
        if (reader != null) {
            throw new IllegalStateException("getReader() was called before");
        }
        ServletInputStream known = stream;
        if (known == null) {
            known = new ComparedStream(body);
            stream = known;
        }
        return known;
    }

    @Override
    public BufferedReader getReader() throws UnsupportedEncodingException {
        if (stream != null) {
            throw new IllegalStateException("getInputStream() was called before");
        }
        BufferedReader known = reader;
        if (known == null) {
            known = new BufferedReader(new InputStreamReader(body, charset()));
            reader = known;
        }
        return known;
    }

    // Servlet 6.0 §3.12: ISO-8859-1 where nobody says.
    private Charset charset() throws UnsupportedEncodingException {
        String name = getCharacterEncoding();
        try {
            return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        requireNoForm();
        return super.getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        requireNoForm();
        return super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        requireNoForm();
        return super.getParameterNames();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        requireNoForm();
        return super.getParameterValues(name);
    }

    // The container would read the form from its own stream, past the comparison.
    private void requireNoForm() {
        String type = getContentType();
        String plain = type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
        if (plain.startsWith("application/x-www-form-urlencoded") || plain.startsWith("multipart/")) {
            throw new IllegalStateException(
                    "zt: the caller signed this form, and a container parses forms unchecked: read"
                            + " the body from getInputStream() and the query from getQueryString()");
        }
    }

    @Override
    public Collection<Part> getParts() {
        throw unparsed();
    }

    @Override
    public Part getPart(String name) {
        throw unparsed();
    }

    private static IllegalStateException unparsed() {
        return new IllegalStateException(
                "zt: the caller signed this body, and a container parses parts unchecked: read it from getInputStream()");
    }

    /** With this request and not the container's own, which async work could read unchecked. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }
}
