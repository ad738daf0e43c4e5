package dev.zt.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response whose head takes no orders any more once it is committed (Servlet 6.0 §5.3), though under it nothing may have
 * been sent yet. Of the length of the content it only remembers what was said: some containers end an answer when as much is
 * written as was announced, which is nothing while it is held.
 */
abstract class SettledResponse extends HttpServletResponseWrapper {
    private static final String LENGTH = "Content-Length";
    private static final String TYPE = "Content-Type";

    private long announced = -1;

    SettledResponse(HttpServletResponse response) {
        super(response);
    }

    /** The response under it, for what is sent in the end. */
    HttpServletResponse underlying() {
        return (HttpServletResponse) getResponse();
    }

    /** How long the handler said that the content is; -1 if it did not. */
    long announced() {
        return announced;
    }

    /** Whether what the writer writes in is settled, because there is one. */
    abstract boolean hasWriter();

    @Override
    public void setStatus(int status) {
        if (!isCommitted()) {
            super.setStatus(status);
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!isCommitted()) {
            announced = length;
        }
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (isCommitted()) {
            return;
        }
        if (!hasWriter()) {
            super.setContentType(type);
            return;
        }
        String charset = getCharacterEncoding();
        super.setContentType(type);
        super.setCharacterEncoding(charset);
    }

    @Override
    public void setCharacterEncoding(@Nullable String charset) {
        if (!isCommitted() && !hasWriter()) {
            super.setCharacterEncoding(charset);
        }
    }

    @Override
    public void setLocale(Locale locale) {
        if (!isCommitted() && !hasWriter()) {
            super.setLocale(locale);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!isCommitted() && !takes(name, value)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!isCommitted() && !takes(name, value)) {
            super.addHeader(name, value);
        }
    }

    // What has a setter of its own goes there, by whichever way it is said.
    private boolean takes(String name, @Nullable String value) {
        if (LENGTH.equalsIgnoreCase(name)) {
            announced = value == null || !value.matches("[0-9]{1,18}") ? -1 : Long.parseLong(value);
            return true;
        }
        if (TYPE.equalsIgnoreCase(name)) {
            setContentType(value);
            return true;
        }
        return false;
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!isCommitted()) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!isCommitted()) {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public void addCookie(Cookie cookie) {
        if (!isCommitted()) {
            super.addCookie(cookie);
        }
    }

    /** Refused: trailers are sent after everything that could be signed. */
    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        throw new IllegalStateException("zt: the caller wants this answer signed, and no signature covers trailers");
    }
}
