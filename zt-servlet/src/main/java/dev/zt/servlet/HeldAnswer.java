package dev.zt.servlet;

import dev.zt.guard.Answer;
import dev.zt.guard.AnswerSignature;
import dev.zt.own.IdentityUnavailableException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is held back until it is whole, because its caller wants it signed. One whose handler states the
 * {@code Content-Digest} before it writes is signed at its first byte, and not held.
 */
final class HeldAnswer extends SettledResponse {
    private static final String DIGEST = "Content-Digest";
    private static final String SIGNATURE = "Signature";

    private final AnswerSignature signature;
    private final HeldBudget budget;
    private final int most;
    private HeldStream stream;
    private @Nullable PrintWriter writer;
    private boolean streamed;

    /**
     * Holds an answer back.
     *
     * @param most how many bytes of it may be held
     * @param budget how much may be held of all answers
     */
    HeldAnswer(HttpServletResponse response, AnswerSignature signature, int most, HeldBudget budget) {
        super(response);
        this.signature = signature;
        this.most = most;
        this.budget = budget;
        this.stream = new HeldStream(most, budget, this::ahead);
    }

    /** Signs and sends what was held; to be called once, when nobody is going to write any more. */
    void send(boolean head) throws IOException {
        flushBuffer();
        stream.close();
        if (stream.isAhead()) {
            return;
        }
        if (super.isCommitted()) {
            throw new IOException("zt: a part of the answer was sent past the guard, so it cannot be signed");
        }
        byte[] content = stream.isTooLong() ? problem(SC_INTERNAL_SERVER_ERROR) : stream.content();
        stream.clear();
        content = hasContent() ? content : new byte[0];
        try {
            sign(content);
        } catch (IdentityUnavailableException e) {
            // Never an unsigned success (http-signature-08 §3.2).
            content = problem(SC_SERVICE_UNAVAILABLE);
        }
        HttpServletResponse response = underlying();
        if (hasContent()) {
            response.setContentLengthLong(
                    head && content.length == 0 && announced() > 0 ? announced() : content.length);
        }
        if (content.length > 0) {
            response.getOutputStream().write(content);
        }
    }

    /** Gives back what is held, whether it was sent or not. */
    void discard() {
        stream.close();
        stream.clear();
    }

    private void sign(byte[] content) {
        String digest = getHeader(DIGEST);
        add(
                digest == null
                        ? signature.sign(getStatus(), getContentType(), content)
                        : signature.signAhead(getStatus(), getContentType(), digest));
    }

    // Where the head takes no orders, such as during an include, it has to wait.
    private @Nullable ServletOutputStream ahead() throws IOException {
        String digest = getHeader(DIGEST);
        if (digest == null) {
            return null;
        }
        List<Answer.Header> fields = signature.signAhead(getStatus(), getContentType(), digest);
        add(fields);
        boolean taken = fields.stream()
                .filter(field -> field.name().equals(SIGNATURE))
                .allMatch(field -> field.value().equals(getHeader(SIGNATURE)));
        if (!taken) {
            return null;
        }
        if (announced() >= 0) {
            underlying().setContentLengthLong(announced());
        }
        return underlying().getOutputStream();
    }

    private void add(List<Answer.Header> fields) {
        fields.forEach(field -> underlying().setHeader(field.name(), field.value()));
    }

    // RFC 9110 §6.4.1, §15.3.6.
    private boolean hasContent() {
        int status = getStatus();
        return status >= 200 && status != SC_NO_CONTENT && status != SC_RESET_CONTENT && status != SC_NOT_MODIFIED;
    }

    private byte[] problem(int status) {
        dropContent();
        underlying().setStatus(status);
        return Reply.problem(status, underlying());
    }

    /** Removes what the head says of a content that is not going to be sent, and nothing else. */
    void dropContent() {
        int status = getStatus();
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : getHeaderNames()) {
            String plain = name.toLowerCase(Locale.ROOT);
            if (!plain.startsWith("content-") && !plain.startsWith("signature")) {
                kept.put(name, List.copyOf(getHeaders(name)));
            }
        }
        HttpServletResponse response = underlying();
        response.reset();
        response.setStatus(status);
        kept.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }

    @Override
    boolean hasWriter() {
        return writer != null;
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
            setCharacterEncoding(charset);
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
        // What the writer has not handed on yet belongs to what is withdrawn.
        flushBuffer();
        stream.clear();
    }

    @Override
    public void reset() {
        resetBuffer();
        super.reset();
        // Whoever keeps the former ones writes to nobody.
        stream.close();
        stream = new HeldStream(most, budget, this::ahead);
        writer = null;
        streamed = false;
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
        setStatus(status);
        // During an include the head takes no orders, and so nothing ends here.
        if (getStatus() == status) {
            resetBuffer();
            stream.write(problem(status));
            stream.close();
        }
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
        requireUncommitted();
        if (clearBuffer) {
            resetBuffer();
        }
        setStatus(status);
        setHeader("Location", location);
        stream.close();
    }
}
