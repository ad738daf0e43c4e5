package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of streams whose caller may no longer have them. */
class GuardedStreamTest extends GuardedCalls {
    @Test
    void ends_aStream_whenItsCallerIsRevoked_andAnotherMessageComes() throws Exception {
        OrdersServer server = server();
        Talk talk = new Talk(ClientInterceptors.intercept(
                channel(server), MetadataUtils.newAttachHeadersInterceptor(proof(server))));
        assertThat(talk.say("one").hear()).isEqualTo("one");
        revoked = Set.of(gateway.instance());
        assertThat(talk.say("two").hear()).isEqualTo("two");

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        Status status = talk.say("three").ended();

        assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(talk.heard()).containsExactly("one", "two");
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOn_withAStream_whoseCallerIsStillAllowed() throws Exception {
        OrdersServer server = server();
        Talk talk = new Talk(ClientInterceptors.intercept(
                channel(server), MetadataUtils.newAttachHeadersInterceptor(proof(server))));
        for (String word : List.of("one", "two", "three")) {
            assertThat(talk.say(word).hear()).isEqualTo(word);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }

        assertThat(talk.end().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void ends_aStream_whenItsCallersTokenHasExpired_andTheClientSaysNoMore() throws Exception {
        OrdersServer server = server();
        Talk talk = new Talk(ClientInterceptors.intercept(
                channel(server), MetadataUtils.newAttachHeadersInterceptor(proof(server))));
        assertThat(talk.say("one").hear()).isEqualTo("one");
        zt.clock().advance(Duration.ofHours(2));
        nanos.addAndGet(TimeUnit.HOURS.toNanos(2));

        assertThat(talk.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void ends_aList_whenItsCallerIsRevoked_andTheHandlerSaysMore() throws Exception {
        OrdersServer server = server();
        var words = ClientCalls.blockingServerStreamingCall(
                ClientInterceptors.intercept(channel(server), MetadataUtils.newAttachHeadersInterceptor(proof(server))),
                Orders.LIST,
                CallOptions.DEFAULT,
                "one");
        assertThat(words.next()).isEqualTo("one");
        StreamObserver<String> list = lists.poll(10, TimeUnit.SECONDS);
        revoked = Set.of(gateway.instance());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        list.onNext("two");
        list.onNext("three");

        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, words::hasNext);
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
