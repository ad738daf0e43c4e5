package dev.zt.message;

import java.io.InputStream;
import java.util.List;

/** A body that comes in parts of given sizes, over and over. */
final class Trickle extends InputStream {
    private final byte[] body;
    private final List<Integer> sizes;
    private int at;
    private int part;
    private boolean closed;

    Trickle(byte[] body, List<Integer> sizes) {
        this.body = body;
        this.sizes = sizes;
    }

    int taken() {
        return at;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read() {
        return at == body.length ? -1 : body[at++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (at == body.length) {
            return -1;
        }
        int size = sizes.get(part++ % sizes.size());
        int count = Math.min(Math.min(size, length), body.length - at);
        System.arraycopy(body, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() {
        closed = true;
    }
}
