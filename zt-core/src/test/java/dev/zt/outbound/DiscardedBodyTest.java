package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class DiscardedBodyTest {
    private final List<String> seen = new ArrayList<>();
    private final DiscardedBody<String> body = new DiscardedBody<>();

    private void subscribe() {
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long parts) {
                seen.add("asked");
            }

            @Override
            public void cancel() {
                seen.add("left");
            }
        });
    }

    @Test
    void asks_forNothingOfABodyThatWasLeftBeforeItBegan() {
        assertThat(body.getBody().toCompletableFuture()).isNotDone();
        body.onNext(List.of(ByteBuffer.allocate(64 << 10)));
        assertThat(body.getBody().toCompletableFuture()).isDone();
        body.leave();

        subscribe();

        assertThat(seen).containsExactly("left");
    }

    @Test
    void leaves_aBodyThatIsTooLong_onceItsAnswerHasCome() {
        assertThat(body.getBody().toCompletableFuture()).isNotDone();
        subscribe();
        body.onNext(List.of(ByteBuffer.allocate(64 << 10)));
        assertThat(body.getBody().toCompletableFuture()).isDone();
        assertThat(seen).containsExactly("asked");

        body.leave();
        assertThat(seen).containsExactly("asked", "left");
    }

    @Test
    void keeps_theConnectionOfABodyThatEnded() {
        assertThat(body.getBody().toCompletableFuture()).isNotDone();
        subscribe();
        body.onComplete();

        body.leave();
        assertThat(seen).containsExactly("asked");
    }
}
