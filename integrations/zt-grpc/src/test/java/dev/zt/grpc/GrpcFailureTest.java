package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.IdentityUnavailableException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which calls are not made, and what their callers hear, as the contract of HTTP clients demands it. Cases of the same name demand the
 * same.
 */
class GrpcFailureTest extends GrpcContract {
    @Test
    void makes_noCall_inPlainText_toADestinationOverHttps() {
        GrpcScene scene = scene();
        OrdersServer elsewhere = closing(OrdersServer.plain());
        ManagedChannel plain = closing(NettyChannelBuilder.forTarget(elsewhere.authority())
                .usePlaintext()
                .build());
        OutboundAuth auth = OutboundAuth.of(scene.gateway.identity()).to(elsewhere.origin());

        Status status = refused(() -> read(ZtGrpc.wrap(plain, auth)));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("plain text");
        assertThat(elsewhere.received()).isEmpty();
    }

    @Test
    void refuses_callsWithCredentialsOfTheirOwn() {
        GrpcScene scene = scene();
        ManagedChannel channel = proving(scene);
        for (String name : List.of("authorization", "workload-identity-token", "dpop")) {
            Status status = refused(() -> read(with(channel, name, "x")));

            assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(status.getCause()).isInstanceOf(CallNotMadeException.class);
        }
        CallOptions own = CallOptions.DEFAULT.withCallCredentials(new Proof(proofs(scene)));
        Status status = refused(() -> ClientCalls.blockingUnaryCall(channel, Orders.READ, own, "x"));

        assertThat(status.getDescription()).contains("CallCredentials");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void refuses_callsToAnotherAuthorityThanTheChannels() {
        GrpcScene scene = scene();
        OrdersServer impostor = closing(new OrdersServer(scene.another(), origin -> OrdersServer::letIn));
        OutboundAuth auth = proofs(scene).to(Destination.of(impostor.origin()).answeredBy(scene.billing.id()));
        CallOptions other = CallOptions.DEFAULT.withAuthority(scene.server.authority());

        Status status =
                refused(() -> ClientCalls.blockingUnaryCall(open(impostor.authority(), auth), Orders.READ, other, "x"));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("another authority");
        assertThat(impostor.received()).isEmpty();
    }

    @Test
    void refuses_callsThatWouldHaveToBeSigned() {
        GrpcScene scene = scene();
        OutboundAuth auth =
                OutboundAuth.of(scene.gateway.identity()).to(scene.destination().signed());

        Status status = refused(() -> read(open(scene.server.authority(), auth)));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("signed()");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void fails_whereSomebodyElseAnswers() {
        GrpcScene scene = scene();
        OrdersServer impostor = closing(new OrdersServer(scene.another(), origin -> OrdersServer::letIn));
        OutboundAuth auth = OutboundAuth.of(scene.gateway.identity())
                .to(Destination.of(impostor.origin()).answeredBy(scene.orders.id()));

        assertThat(refused(() -> read(open(impostor.authority(), auth))).getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(impostor.received()).isEmpty();
    }

    @Test
    void makes_noCall_whereTheChannelDoesNotAskWhoAnswers() {
        GrpcScene scene = scene();
        OutboundAuth others = OutboundAuth.of(scene.gateway.identity()).to(scene.destination());
        ManagedChannel channel =
                closing(NettyChannelBuilder.forTarget(scene.server.authority(), NettyTls.channelCredentials(others))
                        .build());

        Status status = refused(() -> read(ZtGrpc.wrap(channel, proofs(scene))));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("NettyTls.channelCredentials");
        assertThat(scene.server.received()).isEmpty();
    }

    @Test
    void fails_readably_withoutAnIdentity() {
        GrpcScene scene = scene();
        scene.gateway.lose();

        assertUnavailable(scene, proofs(scene), "taken");
    }

    @Test
    void fails_readably_withAnExpiredIdentity() {
        GrpcScene scene = scene();
        scene.pass(Duration.ofHours(2));

        assertUnavailable(scene, proofs(scene), "expired");
    }

    @Test
    void fails_readably_whereNoTokenCanBeGot() {
        GrpcScene scene = scene();
        scene.tokens().away(true);

        assertUnavailable(scene, tokens(scene), "token");
    }

    private void assertUnavailable(GrpcScene scene, OutboundAuth auth, String told) {
        Status status = refused(() -> read(open(scene.server.authority(), auth)));

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains(told);
        assertThat(status.getCause())
                .isInstanceOf(CallNotMadeException.class)
                .hasCauseInstanceOf(IdentityUnavailableException.class);
        assertThat(scene.server.received()).isEmpty();
    }
}
