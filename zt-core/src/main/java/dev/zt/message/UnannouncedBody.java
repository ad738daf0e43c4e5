package dev.zt.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The body of a message without {@code Content-Digest}, which must be empty (http-signature-08 §3): its first byte throws
 * {@link BodyRefusedException} and is not handed out. For one thread at a time.
 */
public final class UnannouncedBody extends InputStream {
    private final InputStream body;
    private boolean refused;

    /**
     * A body that must be empty.
     *
     * @param body closed with this stream
     */
    public UnannouncedBody(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        if (refused || body.read() >= 0) {
            refused = true;
            throw new BodyRefusedException(MessageFault.DIGEST_MISSING);
        }
        return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : read();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
