package dev.zt.apacheclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/** Content that is known to have been sent to its end, or not: what is still being sent cannot be sent again beside it. */
final class NotedContent implements AsyncEntityProducer {
    private final AsyncEntityProducer content;
    private volatile boolean ended;

    NotedContent(AsyncEntityProducer content) {
        this.content = content;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean isRepeatable() {
        return content.isRepeatable();
    }

    @Override
    public void failed(Exception cause) {
        content.failed(cause);
    }

    @Override
    public int available() {
        return content.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        content.produce(new DataStreamChannel() {
            @Override
            public void requestOutput() {
                channel.requestOutput();
            }

            @Override
            public int write(ByteBuffer part) throws IOException {
                return channel.write(part);
            }

            @Override
            public void endStream(@Nullable List<? extends Header> trailers) throws IOException {
                ended = true;
                channel.endStream(trailers);
            }

            @Override
            public void endStream() throws IOException {
                ended = true;
                channel.endStream();
            }
        });
    }

    @Override
    public void releaseResources() {
        ended = false;
        content.releaseResources();
    }

    @Override
    public long getContentLength() {
        return content.getContentLength();
    }

    @Override
    public @Nullable String getContentType() {
        return content.getContentType();
    }

    @Override
    public @Nullable String getContentEncoding() {
        return content.getContentEncoding();
    }

    @Override
    public boolean isChunked() {
        return content.isChunked();
    }

    @Override
    public Set<String> getTrailerNames() {
        return content.getTrailerNames();
    }
}
