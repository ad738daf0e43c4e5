package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Answer;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.CallParties.Asks;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What is sent again and what is got beforehand, as the contract of HTTP clients demands it. Cases of the same name demand the
 * same.
 */
class GrpcRepetitionTest extends GrpcContract {
    @Test
    void repeats_withTheNonceThatIsAskedFor() {
        GrpcScene scene = scene(Asks.NONCES);
        ManagedChannel channel = open(
                scene.server.authority(),
                OutboundAuth.of(scene.client()).to(scene.destination().accessToken(GrpcScene.ALL)));

        assertThat(call(channel, Orders.WRITE, "one")).isEqualTo("one");
        assertThat(call(channel, Orders.WRITE, "two")).isEqualTo("two");

        assertThat(scene.server.received()).hasSize(3);
    }

    @Test
    void takes_theNextNonceFromAnAnswer() {
        GrpcScene scene = scene();
        OrdersServer generous = closing(new OrdersServer(scene.another(), origin -> telling("next")));
        OutboundAuth auth = OutboundAuth.of(scene.client())
                .to(Destination.of(generous.origin())
                        .answeredBy(scene.billing.id())
                        .accessToken(GrpcScene.READ));
        ManagedChannel channel = open(generous.authority(), auth);

        read(channel);
        read(channel);

        assertThat(claims(generous.received().get(0))).doesNotContain("nonce");
        assertThat(claims(generous.received().get(1))).contains("\"nonce\":\"next\"");
    }

    @Test
    void repeats_aListWithTheNonceThatIsAskedFor() {
        GrpcScene scene = scene(Asks.NONCES);
        ManagedChannel channel = open(scene.server.authority(), tokens(scene));

        assertThat(ClientCalls.blockingServerStreamingCall(channel, Orders.LIST, CallOptions.DEFAULT, "one"))
                .toIterable()
                .containsExactly("one", "one");

        assertThat(scene.server.received()).hasSize(2);
    }

    @Test
    void repeats_noStreamOfSeveralMessages_whoseNextOneSucceeds() {
        GrpcScene scene = scene(Asks.NONCES);
        ManagedChannel channel = open(
                scene.server.authority(),
                OutboundAuth.of(scene.client()).to(scene.destination().accessToken(GrpcScene.ALL)));

        assertThat(new Talk(channel).say("one").end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        Talk second = new Talk(channel).say("one").say("two");

        assertThat(second.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(second.heard()).containsExactly("one", "two");
    }

    @Test
    void proves_eachRetryOfTheChannelAnew() {
        GrpcScene scene = scene();
        AtomicInteger calls = new AtomicInteger();
        OrdersServer busy = closing(new OrdersServer(scene.another(), origin -> busy(calls)));
        OutboundAuth auth = OutboundAuth.of(scene.gateway.identity())
                .to(Destination.of(busy.origin()).answeredBy(scene.billing.id()));
        Map<String, ?> retries = Map.of(
                "methodConfig",
                List.of(Map.of(
                        "name",
                        List.of(Map.of()),
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                3.0,
                                "initialBackoff",
                                "0.001s",
                                "maxBackoff",
                                "0.001s",
                                "backoffMultiplier",
                                1.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE")))));
        ManagedChannel channel =
                closing(NettyChannelBuilder.forTarget(busy.authority(), NettyTls.channelCredentials(auth))
                        .defaultServiceConfig(retries)
                        .intercept(ZtGrpc.clientInterceptor(auth))
                        .build());

        assertThat(read(channel)).isEqualTo("seven");

        assertThat(busy.received().stream().map(received -> received.values("authorization")))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(shown -> assertThat(shown).hasSize(1));
    }

    @Test
    void holds_noThread_whileATokenIsFetched() throws Exception {
        GrpcScene scene = scene();
        scene.tokens().delay(Duration.ofMillis(200));
        OutboundAuth auth = tokens(scene);
        ExecutorService one = Executors.newSingleThreadExecutor();
        begun.add(0, one::shutdownNow);
        ManagedChannel channel =
                closing(NettyChannelBuilder.forTarget(scene.server.authority(), NettyTls.channelCredentials(auth))
                        .intercept(ZtGrpc.clientInterceptor(auth))
                        .executor(one)
                        .build());
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(ClientCalls.futureUnaryCall(channel.newCall(Orders.READ, CallOptions.DEFAULT), "seven"));
        }

        assertThat(one.submit(() -> "free").get()).isEqualTo("free");
        for (Future<String> call : calls) {
            assertThat(call.get()).isEqualTo("seven");
        }
    }

    @Test
    void repeats_onceOnly() {
        GrpcScene scene = scene();
        OrdersServer stubborn = closing(new OrdersServer(scene.another(), origin -> asking()));
        OutboundAuth auth = OutboundAuth.of(scene.client())
                .to(Destination.of(stubborn.origin())
                        .answeredBy(scene.billing.id())
                        .accessToken(GrpcScene.READ));

        assertThat(refused(() -> read(open(stubborn.authority(), auth))).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(stubborn.received()).hasSize(2);
    }

    @Test
    void asks_forOneToken_forAHundredFirstCalls() throws Exception {
        GrpcScene scene = scene();
        scene.tokens().delay(Duration.ofMillis(200));
        ManagedChannel channel = open(scene.server.authority(), tokens(scene));

        for (Future<String> call : crowd(100, () -> read(channel))) {
            assertThat(call.get()).isEqualTo("seven");
        }
        assertThat(scene.tokens().asked()).isEqualTo(1);
    }

    @Test
    void goesOn_whileTheAuthorizationServerIsAway() {
        GrpcScene scene = scene();
        scene.tokens().life(Duration.ofSeconds(20));
        ManagedChannel channel = open(scene.server.authority(), tokens(scene));
        read(channel);
        scene.tokens().away(true);

        for (int i = 0; i < 10; i++) {
            assertThat(read(channel)).isEqualTo("seven");
        }
    }

    private static String claims(OrdersServer.Received received) {
        String proof = received.values("dpop").get(0);
        String payload = proof.substring(proof.indexOf('.') + 1, proof.lastIndexOf('.'));
        return new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
    }

    private static ServerInterceptor telling(String nonce) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return next.startCall(
                        new AnsweringCall<>(call, List.of(new Answer.Header("DPoP-Nonce", nonce))), headers);
            }
        };
    }

    private static ServerInterceptor busy(AtomicInteger calls) {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                if (calls.incrementAndGet() == 3) {
                    return next.startCall(call, headers);
                }
                call.close(Status.UNAVAILABLE, new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
    }

    private static ServerInterceptor asking() {
        return new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                Metadata trailers = new Metadata();
                Fields.put(trailers, "WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"");
                Fields.put(trailers, "DPoP-Nonce", "n");
                call.close(Status.UNAUTHENTICATED, trailers);
                return new ServerCall.Listener<>() {};
            }
        };
    }
}
