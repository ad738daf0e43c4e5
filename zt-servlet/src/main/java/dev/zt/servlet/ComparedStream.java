package dev.zt.servlet;

import dev.zt.guard.RequestBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** The body as a stream of the Servlet API, read while its reader waits. */
final class ComparedStream extends ServletInputStream {
    private final RequestBody body;

    ComparedStream(RequestBody body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        return body.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return body.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public boolean isFinished() {
        return body.isEnded();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("zt: the caller signed this body, which is compared while a handler waits for"
                + " it: read it from getInputStream() without a listener");
    }
}
