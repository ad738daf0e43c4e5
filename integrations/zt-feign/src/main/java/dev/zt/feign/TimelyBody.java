package dev.zt.feign;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Content whose next part comes in time or not at all: the platform's client minds the time until the head of an answer is
 * there and no longer. For one thread at a time, as every stream.
 */
final class TimelyBody extends InputStream {
    private final InputStream content;
    private final Duration most;
    private volatile boolean late;

    TimelyBody(InputStream content, Duration most) {
        this.content = content;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (content.available() > 0) {
            return content.read(to, offset, length);
        }
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        // By the thread that minds the time: closing waits for nothing, and a pool's threads may all be at work.
        var unused = waiting.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).exceptionally(overdue -> giveUp());
        try {
            return content.read(to, offset, length);
        } catch (IOException e) {
            throw late ? overdue(e) : e;
        } finally {
            waiting.complete(0);
        }
    }

    // Whoever reads then hears that the content is closed.
    private int giveUp() {
        late = true;
        try {
            content.close();
        } catch (IOException e) {
            // It has ended anyway.
        }
        return 0;
    }

    private HttpTimeoutException overdue(IOException told) {
        HttpTimeoutException overdue =
                new HttpTimeoutException("nothing of the answer's content came for " + most.toMillis() + " ms");
        overdue.initCause(told);
        return overdue;
    }

    @Override
    public int available() throws IOException {
        return content.available();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
