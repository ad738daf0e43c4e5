package dev.zt.servlet;

import dev.zt.guard.Answer;
import dev.zt.guard.AnswerSignature;
import dev.zt.own.IdentityUnavailableException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is held back until it is whole, because its caller wants it signed. One whose handler states the
 * {@code Content-Digest} before it writes is signed at its first byte, and not held.
 */
final class HeldAnswer extends HttpServletResponseWrapper {
    private static final String DIGEST = "Content-Digest";
    private static final String LENGTH = "Content-Length";

    private final AnswerSignature signature;
    private final HeldStream stream;
    private @Nullable PrintWriter writer;
    private boolean streamed;
    private long announced = -1;

    /**
     * Holds an answer back.
     *
     * @param most how many bytes of it may be held
     */
    HeldAnswer(HttpServletResponse response, AnswerSignature signature, int most) {
        super(response);
        this.signature = signature;
        this.stream = new HeldStream(most, this::ahead);
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) getResponse();
    }

    /** Signs and sends what was held; to be called once, when nobody is going to write any more. */
    void send() throws IOException {
        PrintWriter open = writer;
        if (open != null) {
            open.flush();
        }
        if (stream.isAhead()) {
            return;
        }
        if (super.isCommitted()) {
            throw new IOException("zt: a part of the answer was sent past the guard, so it cannot be signed");
        }
        byte[] content = stream.isTooLong() ? problem(SC_INTERNAL_SERVER_ERROR) : stream.content();
        content = hasContent(getStatus()) ? content : new byte[0];
        try {
            sign(content);
        } catch (IdentityUnavailableException e) {
            // Never an unsigned success (http-signature-08 §3.2).
            content = problem(SC_SERVICE_UNAVAILABLE);
        }
        if (hasContent(getStatus())) {
            super.setContentLengthLong(content.length);
        }
        if (content.length > 0) {
            response().getOutputStream().write(content);
        }
    }

    private void sign(byte[] content) {
        String digest = getHeader(DIGEST);
        add(
                digest == null
                        ? signature.sign(getStatus(), getContentType(), content)
                        : signature.signAhead(getStatus(), getContentType(), digest));
    }

    private @Nullable ServletOutputStream ahead() throws IOException {
        String digest = getHeader(DIGEST);
        if (digest == null) {
            return null;
        }
        add(signature.signAhead(getStatus(), getContentType(), digest));
        if (announced >= 0) {
            super.setContentLengthLong(announced);
        }
        return response().getOutputStream();
    }

    private void add(List<Answer.Header> fields) {
        fields.forEach(field -> super.setHeader(field.name(), field.value()));
    }

    // RFC 9110 §6.4.1.
    private static boolean hasContent(int status) {
        return status >= 200 && status != SC_NO_CONTENT && status != SC_NOT_MODIFIED;
    }

    private byte[] problem(int status) {
        super.reset();
        setStatus(status);
        setContentType("application/problem+json");
        setHeader("Cache-Control", "no-store");
        return ("{\"type\":\"about:blank\",\"status\":" + status + "}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        // Servlet 6.0 §5.1: one of the two.
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called before");
        }
        streamed = true;
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (streamed) {
            throw new IllegalStateException("getOutputStream() was called before");
        }
        PrintWriter known = writer;
        if (known == null) {
            String charset = getCharacterEncoding();
            // Servlet 6.0 §5.4: what the writer writes in is told to the caller.
            super.setCharacterEncoding(charset);
            known = new PrintWriter(new OutputStreamWriter(stream, charset));
            writer = known;
        }
        return known;
    }

    /** Sends nothing yet: the head says what all of the body is. */
    @Override
    public void flushBuffer() {
        PrintWriter open = writer;
        if (open != null) {
            open.flush();
        }
    }

    @Override
    public boolean isCommitted() {
        return stream.isClosed() || stream.isAhead() || super.isCommitted();
    }

    @Override
    public void resetBuffer() {
        requireUncommitted();
        stream.clear();
        writer = null;
        streamed = false;
    }

    @Override
    public void reset() {
        requireUncommitted();
        super.reset();
        resetBuffer();
    }

    private void requireUncommitted() {
        if (isCommitted()) {
            throw new IllegalStateException("the answer is committed");
        }
    }

    // The container's error page would be sent unsigned.
    @Override
    public void sendError(int status) throws IOException {
        requireUncommitted();
        stream.clear();
        stream.write(problem(status));
        stream.close();
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        sendError(status);
    }

    @Override
    public void sendRedirect(String location) {
        redirect(location, SC_FOUND, true);
    }

    // The methods below override those of Servlet 6.1, which a class for 6.0 cannot name as overridden.

    public void sendRedirect(String location, int status) {
        redirect(location, status, true);
    }

    public void sendRedirect(String location, boolean clearBuffer) {
        redirect(location, SC_FOUND, clearBuffer);
    }

    public void sendRedirect(String location, int status, boolean clearBuffer) {
        redirect(location, status, clearBuffer);
    }

    // RFC 9110 §10.2.2: relative locations are as good as absolute ones.
    private void redirect(String location, int status, boolean clearBuffer) {
        if (clearBuffer) {
            resetBuffer();
        }
        setStatus(status);
        setHeader("Location", location);
        stream.close();
    }

    // Some containers end an answer when as much is written as was announced, which is nothing while it is held.

    @Override
    public void setContentLength(int length) {
        announced = length;
    }

    @Override
    public void setContentLengthLong(long length) {
        announced = length;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (name.equalsIgnoreCase(LENGTH)) {
            announce(value);
        } else {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (name.equalsIgnoreCase(LENGTH)) {
            announce(value);
        } else {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    private void announce(@Nullable String length) {
        announced = length == null ? -1 : Long.parseLong(length);
    }
}
