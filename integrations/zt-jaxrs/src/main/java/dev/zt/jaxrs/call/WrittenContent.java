package dev.zt.jaxrs.call;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.UnsignableContentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the content of a request while it is written, by one thread. It is held until it is whole, or until it is too long for
 * that; then the exchange begins, and whatever comes later is sent as it comes.
 */
final class WrittenContent extends OutputStream {
    private final int most;
    private final Duration timeout;
    private final Function<BodyPublisher, CompletableFuture<HttpResponse<InputStream>>> exchange;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable StreamedContent streamed;
    private @Nullable CompletableFuture<HttpResponse<InputStream>> answer;

    WrittenContent(
            int most,
            Duration timeout,
            Function<BodyPublisher, CompletableFuture<HttpResponse<InputStream>>> exchange) {
        this.most = most;
        this.timeout = timeout;
        this.exchange = exchange;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (streamed == null && length > most - held.size()) {
            begin();
        }
        if (streamed == null) {
            held.write(bytes, from, length);
        } else {
            streamed.send(bytes, from, length);
        }
    }

    private void begin() throws IOException {
        StreamedContent content = new StreamedContent(timeout);
        try {
            CompletableFuture<HttpResponse<InputStream>> begun = exchange.apply(BodyPublishers.fromPublisher(content));
            var unused = begun.whenComplete((response, failure) -> content.answered());
            answer = begun;
        } catch (UnsignableContentException e) {
            throw new CallNotMadeException(new IllegalArgumentException(
                    "content of more than " + most + " bytes is not held until it is sent, so it cannot be signed", e));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CallNotMadeException(e);
        }
        streamed = content;
        content.send(held.toByteArray(), 0, held.size());
        held.reset();
    }

    /** Whether the exchange has not begun. */
    boolean isHeld() {
        return streamed == null;
    }

    byte[] held() {
        return held.toByteArray();
    }

    /**
     * Waits for the answer to content that is written to its end, or that nobody took any more: the platform stops to take it
     * before it has read what the callee said.
     */
    HttpResponse<InputStream> answer() throws IOException, InterruptedException, ExecutionException {
        StreamedContent content = streamed;
        CompletableFuture<HttpResponse<InputStream>> begun = answer;
        if (content == null || begun == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        content.end();
        try {
            return timeout.isZero() ? begun.get() : begun.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            begun.cancel(true);
            throw new HttpTimeoutException("no answer came in time");
        } catch (InterruptedException e) {
            begun.cancel(true);
            throw e;
        }
    }

    /** Whether the exchange took no more before all was written, as where the callee has answered already. */
    boolean isRefused() {
        return streamed != null && streamed.isRefused();
    }

    /** Ends an exchange whose content cannot be written to its end. */
    void giveUp() {
        CompletableFuture<HttpResponse<InputStream>> begun = answer;
        if (begun != null && !begun.cancel(true)) {
            var unused = begun.thenAccept(WrittenContent::leave);
        }
    }

    private static void leave(HttpResponse<InputStream> nobodys) {
        try {
            nobodys.body().close();
        } catch (IOException e) {
            // It has ended anyway.
        }
    }
}
