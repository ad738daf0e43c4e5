package dev.zt.apacheclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of content that is produced in parts, taken before it is sent. */
final class ContentHash implements DataStreamChannel {
    private final MessageDigest digest = ClassicProving.newSha256();
    private boolean ended;
    private boolean moved;

    private ContentHash() {}

    /**
     * The hash of all of it; afterwards it starts over.
     *
     * @throws IOException if it cannot start over, or has not all at hand
     */
    static byte[] of(AsyncEntityProducer content) throws IOException {
        ContentHash hash = new ContentHash();
        hash.moved = content.isRepeatable();
        while (!hash.ended && hash.moved) {
            hash.moved = false;
            content.produce(hash);
        }
        content.releaseResources();
        if (!hash.ended) {
            throw new IOException(
                    "content is hashed before it is signed and sent, so it must be at hand and able to start"
                            + " over: give it by a repeatable producer");
        }
        return hash.digest.digest();
    }

    @Override
    public int write(ByteBuffer part) {
        int length = part.remaining();
        moved |= length > 0;
        digest.update(part);
        return length;
    }

    @Override
    public void requestOutput() {}

    @Override
    public void endStream() {
        ended = true;
    }

    @Override
    public void endStream(@Nullable List<? extends Header> trailers) {
        ended = true;
    }
}
