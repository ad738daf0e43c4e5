package dev.zt.jaxrs.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** Content that is sent as it is written, and what the platform may do meanwhile. */
class WrittenContentTest {
    private final CompletableFuture<HttpResponse<InputStream>> answer = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private Flow.Subscription asking;

    private WrittenContent content() {
        return new WrittenContent(0, Duration.ZERO, publisher -> {
            publisher.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    asking = subscription;
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(ByteBuffer part) {}

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onComplete() {}
            });
            return answer;
        });
    }

    @Test
    void takes_anAnswerThatIsReadAfterTheRestOfTheContentWasLeft() throws Exception {
        WrittenContent content = content();
        content.write(1);
        // As the platform does where the callee has answered and left: first this, then the answer.
        asking.cancel();

        assertThatThrownBy(() -> content.write(2)).isInstanceOf(IOException.class);

        assertThat(content.isRefused()).isTrue();
        assertThat(answer).isNotDone();
        answer.complete(new TooLarge());
        assertThat(content.answer().statusCode()).isEqualTo(413);
    }

    @Test
    void blames_nobodyElseForContentThatCannotBeWritten() throws Exception {
        WrittenContent content = content();
        content.write(1);
        answer.complete(new TooLarge());

        assertThat(content.isRefused()).isFalse();
        content.giveUp();

        assertThat(left).isTrue();
    }

    @Test
    void ends_anExchangeWhoseContentCannotBeWritten() throws Exception {
        WrittenContent content = content();
        content.write(1);

        content.giveUp();

        assertThat(answer).isCancelled();
    }

    /** An answer that nobody has read. */
    private final class TooLarge implements HttpResponse<InputStream> {
        @Override
        public int statusCode() {
            return 413;
        }

        @Override
        public HttpRequest request() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public InputStream body() {
            return new InputStream() {
                @Override
                public int read() {
                    return -1;
                }

                @Override
                public void close() {
                    left.set(true);
                }
            };
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return URI.create("https://orders.internal");
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
