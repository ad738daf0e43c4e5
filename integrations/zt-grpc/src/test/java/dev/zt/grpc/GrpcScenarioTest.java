package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.grpc.GrpcScene.Asks;
import dev.zt.guard.Answer;
import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.testkit.Contract;
import dev.zt.testkit.ContractMatrix;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the contract of HTTP clients demands, of channels and against real servers with real guards. Cases of the same name
 * demand the same.
 */
@ExtendWith(ContractMatrix.class)
class GrpcScenarioTest implements Contract {
    @TempDir
    Path directory;

    private final List<AutoCloseable> begun = new ArrayList<>();

    @Override
    public String contract() {
        return "client";
    }

    @Override
    public String implementation() {
        return "grpc";
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : begun) {
            part.close();
        }
    }

    private GrpcScene scene() {
        return scene(Asks.NOTHING);
    }

    private GrpcScene scene(Asks asks) {
        return closing(new GrpcScene(directory, asks));
    }

    private <C extends AutoCloseable> C closing(C part) {
        begun.add(0, part);
        return part;
    }

    private ManagedChannel open(String authority, OutboundAuth auth) {
        return closing(NettyTls.newChannel(authority, auth));
    }

    private <M extends ManagedChannel> M closing(M channel) {
        begun.add(0, channel::shutdownNow);
        return channel;
    }

    private static OutboundAuth proofs(GrpcScene scene) {
        return OutboundAuth.of(scene.gateway.identity()).to(scene.destination());
    }

    private static OutboundAuth tokens(GrpcScene scene) {
        return OutboundAuth.of(scene.client()).to(scene.destination().accessToken(GrpcScene.READ));
    }

    private ManagedChannel proving(GrpcScene scene) {
        return open(scene.server.authority(), proofs(scene));
    }

    private static String call(Channel channel, MethodDescriptor<String, String> method, String word) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, word);
    }

    private static String read(Channel channel) {
        return call(channel, Orders.READ, "seven");
    }

    private static Status refused(Callable<?> call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::call).getStatus();
    }

    private static Channel with(Channel channel, String name, String value) {
        Metadata metadata = new Metadata();
        Fields.put(metadata, name, value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

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
    void fails_readably_withoutAnIdentity() {
        GrpcScene scene = scene();
        scene.gateway.lose();

        assertUnavailable(scene, proofs(scene), "taken");
    }

    @Test
    void fails_readably_withAnExpiredIdentity() {
        GrpcScene scene = scene();
        scene.clock.advance(Duration.ofHours(2));
        scene.calleesClock.advance(Duration.ofHours(2));

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

    @Test
    void goesOn_whileTheIdentityIsRenewed() throws Exception {
        GrpcScene scene = scene(Asks.CERTIFICATES);
        ManagedChannel channel = proving(scene);
        List<Future<Integer>> calls = crowd(4, () -> {
            int good = 0;
            for (int i = 0; i < 25; i++) {
                good += read(channel).equals("seven") ? 1 : 0;
                if (i % 5 == 0) {
                    scene.gateway.renew();
                }
            }
            return good;
        });

        for (Future<Integer> call : calls) {
            assertThat(call.get()).isEqualTo(25);
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

    private static boolean showsItsCurrentOne(GrpcScene scene) {
        return scene.server
                .last()
                .certificates()
                .equals(scene.gateway.current().certificate().chain());
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

    // All begin at once.
    private static <T> List<Future<T>> crowd(int size, Callable<T> call) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            return calls;
        } finally {
            threads.shutdown();
        }
    }
}
