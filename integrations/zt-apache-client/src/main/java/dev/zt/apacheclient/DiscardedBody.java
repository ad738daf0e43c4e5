package dev.zt.apacheclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/** Reads a body that nobody wants, so that its connection can serve the next call, but not for ever. */
final class DiscardedBody implements AsyncDataConsumer {
    private static final int MOST = 64 << 10;

    private int length;

    /** Says that it was too much, and that the connection goes with it. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer part) throws IOException {
        length += Math.min(part.remaining(), MOST);
        part.position(part.limit());
        if (length >= MOST) {
            throw new TooMuch();
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {}

    @Override
    public void releaseResources() {}
}
