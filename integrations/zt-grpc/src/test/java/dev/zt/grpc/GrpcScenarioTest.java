package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.CallParties.Asks;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What channels show, and to whom, as the contract of HTTP clients demands it. Cases of the same name demand the
 * same.
 */
class GrpcScenarioTest extends GrpcContract {
    @Test
    void proves_aCall() {
        GrpcScene scene = scene();

        assertThat(call(proving(scene), Orders.WRITE, "two of them")).isEqualTo("two of them");

        assertThat(scene.server.callers()).containsExactly(scene.gateway.id());
    }

    @Test
    void proves_aCallOnAWrappedChannel() {
        GrpcScene scene = scene();
        OutboundAuth auth = proofs(scene);
        ManagedChannel plain =
                closing(NettyChannelBuilder.forTarget(scene.server.authority(), NettyTls.channelCredentials(auth))
                        .build());

        assertThat(read(ZtGrpc.wrap(plain, auth))).isEqualTo("seven");

        assertThat(scene.server.callers()).containsExactly(scene.gateway.id());
    }

    @Test
    void proves_eachCallAnew() {
        GrpcScene scene = scene();
        ManagedChannel channel = proving(scene);

        read(channel);
        read(channel);

        assertThat(scene.server.received().get(0).values("authorization"))
                .isNotEqualTo(scene.server.received().get(1).values("authorization"));
    }

    @Test
    void proves_eachStream() {
        GrpcScene scene = scene();

        assertThat(ClientCalls.blockingServerStreamingCall(proving(scene), Orders.LIST, CallOptions.DEFAULT, "one"))
                .toIterable()
                .containsExactly("one", "one");

        assertThat(scene.server.callers()).contains(scene.gateway.id());
    }

    @Test
    void limits_callsToTheScopesOfTheDestination() {
        GrpcScene scene = scene();
        ManagedChannel channel = open(
                scene.server.authority(),
                OutboundAuth.of(scene.gateway.identity()).to(scene.destination().narrowedTo(GrpcScene.READ)));

        assertThat(read(channel)).isEqualTo("seven");
        assertThat(refused(() -> call(channel, Orders.WRITE, "x")).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void shows_nothing_overPlainText() {
        GrpcScene scene = scene();
        OrdersServer elsewhere = closing(OrdersServer.plain());
        ManagedChannel plain = closing(NettyChannelBuilder.forTarget(elsewhere.authority())
                .usePlaintext()
                .build());

        assertThat(read(ZtGrpc.wrap(plain, proofs(scene)))).isEqualTo("seven");

        assertThat(elsewhere.last().showsAnything()).isFalse();
    }

    @Test
    void proves_aCallInPlainText_toALoopbackAddress_whereThatIsAllowed() {
        GrpcScene scene = scene();
        OrdersServer elsewhere = closing(OrdersServer.plain());
        ManagedChannel plain = closing(NettyChannelBuilder.forTarget(elsewhere.authority())
                .usePlaintext()
                .build());
        OutboundAuth auth =
                OutboundAuth.of(scene.gateway.identity()).allowLoopbackHttp().to("http://" + elsewhere.authority());

        read(ZtGrpc.wrap(plain, auth));

        assertThat(elsewhere.last().showsAnything()).isTrue();
    }

    @Test
    void reaches_anAuthorityWithoutAPort_asThatOfHttps() {
        GrpcScene scene = scene();
        OutboundAuth auth = OutboundAuth.of(scene.gateway.identity())
                .to(Destination.of("https://127.0.0.1")
                        .audience(scene.server.origin())
                        .answeredBy(scene.orders.id()));
        ManagedChannel channel =
                closing(NettyChannelBuilder.forTarget(scene.server.authority(), NettyTls.channelCredentials(auth))
                        .overrideAuthority("127.0.0.1")
                        .intercept(ZtGrpc.clientInterceptor(auth))
                        .build());

        assertThat(read(channel)).isEqualTo("seven");
    }

    @Test
    void goesOn_whileTheIdentityIsRenewed() throws Exception {
        GrpcScene scene = scene(Asks.CERTIFICATES);
        ManagedChannel channel = proving(scene);
        List<Future<Integer>> calls = crowd(4, () -> {
            int good = 0;
            for (int i = 0; i < 10; i++) {
                good += read(channel).equals("seven") ? 1 : 0;
                if (i % 5 == 0) {
                    scene.gateway.renew();
                }
            }
            return good;
        });

        for (Future<Integer> call : calls) {
            assertThat(call.get()).isEqualTo(10);
        }
    }

    @Test
    void shows_theRenewedCertificate_soonAfter() {
        GrpcScene scene = scene(Asks.CERTIFICATES);
        ManagedChannel channel = proving(scene);
        read(channel);
        scene.gateway.renew();

        // The channel hears of it in the background.
        for (int i = 0; i < 1000 && !showsItsCurrentOne(scene); i++) {
            read(channel);
        }

        assertThat(showsItsCurrentOne(scene)).isTrue();
    }

    @Test
    void agrees_withClocksThatAreAQuarterOfAMinuteApart() {
        GrpcScene scene = scene();
        ManagedChannel channel = proving(scene);
        for (Duration apart : List.of(Duration.ofSeconds(15), Duration.ofSeconds(-30))) {
            scene.calleesClock.advance(apart);

            assertThat(read(channel)).isEqualTo("seven");
        }
    }

    private static boolean showsItsCurrentOne(GrpcScene scene) {
        return scene.server
                .last()
                .certificates()
                .equals(scene.gateway.current().certificate().chain());
    }
}
