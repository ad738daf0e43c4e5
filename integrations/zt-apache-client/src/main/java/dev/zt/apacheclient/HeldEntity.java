package dev.zt.apacheclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The entity of an answer whose bytes were all read and compared. */
final class HeldEntity extends HttpEntityWrapper {
    private final byte[] all;

    HeldEntity(HttpEntity read, byte[] all) {
        super(read);
        this.all = all;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return all.length;
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(all);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(all);
    }
}
