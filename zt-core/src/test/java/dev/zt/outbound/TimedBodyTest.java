package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.verify.BodyComparison;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimedBodyTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Script script = new Script();
    private final TimedBody body = new TimedBody(TIMEOUT, script);
    private final Upstream upstream = new Upstream();

    /** Does the next thing each time somebody waits; where nothing comes of it, the time is over. */
    private static final class Script extends LinkedBlockingQueue<TimedBody.Part> {
        private static final long serialVersionUID = 1L;
        private final transient Queue<Runnable> steps = new ArrayDeque<>();

        @Override
        public TimedBody.Part poll(long time, TimeUnit unit) {
            Runnable step = steps.poll();
            if (step != null) {
                step.run();
            }
            return poll();
        }
    }

    private static final class Upstream implements Flow.Subscription {
        private boolean cancelled;

        @Override
        public void request(long parts) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static List<ByteBuffer> part(String text) {
        return List.of(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void waits_anewForEachPart() throws Exception {
        body.onSubscribe(upstream);
        script.steps.add(() -> body.onNext(part("se")));
        script.steps.add(() -> body.onNext(part("ven")));
        script.steps.add(body::onComplete);

        assertThat(body.readAllBytes()).asString().isEqualTo("seven");
    }

    @Test
    void waits_anewForEachPartOfWhatIsHeldUntilItWasCompared() throws Exception {
        ComparedBody<?> compared =
                new ComparedBody<>(body, new AnswerStep.Compare(BodyComparison.withNothing(), 100, 200));
        compared.onSubscribe(upstream);
        for (int i = 0; i < 3; i++) {
            script.steps.add(() -> compared.onNext(part("")));
        }
        script.steps.add(compared::onComplete);

        assertThat(body.readAllBytes()).isEmpty();
    }

    @Test
    void gives_up_whereNothingMoreComesOfWhatIsHeld() {
        ComparedBody<?> compared =
                new ComparedBody<>(body, new AnswerStep.Compare(BodyComparison.withNothing(), 100, 200));
        compared.onSubscribe(upstream);
        script.steps.add(() -> compared.onNext(part("")));

        assertThatThrownBy(body::read).isInstanceOf(HttpTimeoutException.class);
        assertThat(upstream.cancelled).isTrue();
    }
}
