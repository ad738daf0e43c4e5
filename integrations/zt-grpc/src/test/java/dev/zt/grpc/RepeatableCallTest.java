package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.TestAuthority;
import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatableCallTest {
    private final OutboundAuth auth = OutboundAuth.of(TestAuthority.of("shop.example", InstantSource.system())
            .issue("/gateway")
            .identity());
    private final AskedProof proof = new AskedProof(auth);
    private final Deque<Recorded> made = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private Runnable sending = () -> {};
    private boolean away;
    private boolean breaking;
    private final RepeatableCall<Object, String> call = new RepeatableCall<>(this::make, proof);
    private final Recorded first = made.getLast();

    private Recorded make() {
        if (away) {
            throw new IllegalStateException("nobody makes calls any more");
        }
        sending.run();
        Recorded recorded = new Recorded();
        made.add(recorded);
        return recorded;
    }

    private void start() {
        Metadata headers = new Metadata();
        Fields.put(headers, "x-mark", "m");
        call.start(new Hearing(), headers);
    }

    private void refuseFirst() {
        first.listener.onClose(Status.UNAUTHENTICATED, new Metadata());
    }

    @Test
    void says_theSameAgain() {
        start();
        call.setMessageCompression(false);
        call.request(1);
        call.request(1);
        call.sendMessage("seven");
        call.halfClose();

        refuseFirst();

        assertThat(made).hasSize(2);
        assertThat(made.getLast().steps)
                .containsExactly("start m", "compress false", "request 2", "message seven", "end");
        assertThat(heard).isEmpty();
    }

    @Test
    void says_again_whatWasNotSaidYet() {
        start();
        refuseFirst();
        call.request(2);
        call.sendMessage("seven");
        call.halfClose();

        assertThat(made.getLast().steps)
                .containsExactly("start m", "compress true", "request 0", "request 2", "message seven", "end");
    }

    @Test
    void hands_onTheSecondAnswer_whateverItIs() {
        start();
        refuseFirst();

        made.getLast().listener.onClose(Status.UNAUTHENTICATED, new Metadata());

        assertThat(made).hasSize(2);
        assertThat(heard).containsExactly("close UNAUTHENTICATED");
    }

    @Test
    void repeats_nothing_afterTheAnswerHasBegun() {
        start();
        first.listener.onHeaders(new Metadata());
        refuseFirst();

        assertThat(made).hasSize(1);
        assertThat(heard).containsExactly("headers", "close UNAUTHENTICATED");
    }

    @Test
    void sends_nothingAgain_afterItWasCancelled() {
        start();
        call.sendMessage("seven");
        call.cancel("enough", null);
        refuseFirst();

        assertThat(made.getLast().steps).containsExactly("start m", "cancel");
    }

    @Test
    void cancels_theSecondTry() {
        start();
        refuseFirst();
        call.cancel("enough", null);

        assertThat(made.getLast().steps).endsWith("cancel");
        assertThat(call.isReady()).isTrue();
        assertThat(call.getAttributes()).isSameAs(Attributes.EMPTY);
    }

    @Test
    void repeats_noMessageThatIsAStream_whichCanBeReadOnce() {
        start();
        call.sendMessage(new ByteArrayInputStream(new byte[1]));
        call.halfClose();
        refuseFirst();

        assertThat(made).hasSize(1);
        assertThat(heard).containsExactly("close UNAUTHENTICATED");
    }

    @Test
    void repeats_noStream_thatIsSentWhileTheSecondTryIsMade() {
        start();
        sending = () -> call.sendMessage(new ByteArrayInputStream(new byte[1]));
        refuseFirst();

        assertThat(made.getLast().steps).isEmpty();
        assertThat(heard).containsExactly("close UNAUTHENTICATED");
    }

    @Test
    void ends_whereNoSecondTryCanBeMade() {
        start();
        away = true;
        refuseFirst();

        assertThat(heard).containsExactly("close UNKNOWN");
    }

    @Test
    void ends_whereTheSecondTryCannotBeStarted() {
        start();
        breaking = true;
        refuseFirst();

        assertThat(heard).containsExactly("close UNKNOWN");
    }

    @Test
    void throws_whatWrongUseThrows() {
        start();
        first.broken = true;

        assertThatIllegalStateException().isThrownBy(() -> call.sendMessage("seven"));
    }

    /** Says that a fresh proof may help, whoever refused. */
    private static final class AskedProof extends Proof {
        AskedProof(OutboundAuth auth) {
            super(auth);
        }

        @Override
        boolean answered(Status status, Metadata fields, boolean repeatable) {
            return repeatable;
        }
    }

    private final class Recorded extends ClientCall<Object, String> {
        private final List<String> steps = new ArrayList<>();
        private Listener<String> listener = new Listener<>() {};
        private boolean broken;

        @Override
        public void start(Listener<String> told, Metadata headers) {
            if (breaking) {
                throw new IllegalStateException("it cannot be started");
            }
            listener = told;
            steps.add("start " + String.join(",", Fields.values(headers, "x-mark")));
        }

        @Override
        public void request(int messages) {
            steps.add("request " + messages);
        }

        @Override
        public void cancel(String reason, Throwable cause) {
            steps.add("cancel");
        }

        @Override
        public void halfClose() {
            steps.add("end");
        }

        @Override
        public void sendMessage(Object message) {
            if (broken) {
                throw new IllegalStateException("it is over");
            }
            steps.add("message " + message);
        }

        @Override
        public void setMessageCompression(boolean enabled) {
            steps.add("compress " + enabled);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }

    private final class Hearing extends ClientCall.Listener<String> {
        @Override
        public void onHeaders(Metadata headers) {
            heard.add("headers");
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            heard.add("close " + status.getCode());
        }
    }
}
