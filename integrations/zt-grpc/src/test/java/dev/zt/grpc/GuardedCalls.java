package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestToken;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.ZtExtension;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifierRules;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server behind a guard, and somebody who calls it with whatever he likes. */
abstract class GuardedCalls {
    static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    final List<AutoCloseable> begun = new ArrayList<>();
    final RecordingAuditSink audit = new RecordingAuditSink();
    final AtomicLong nanos = new AtomicLong();
    final AtomicReference<VerifiedCaller> seen = new AtomicReference<>();
    final BlockingQueue<StreamObserver<String>> lists = new LinkedBlockingQueue<>();
    final CountDownLatch cancelled = new CountDownLatch(1);
    volatile Set<String> revoked = Set.of();
    volatile boolean keysAway;
    volatile boolean failing;
    TestIssuer issuer;
    TestWorkload gateway;
    TestWorkload orders;
    DpopNonces nonces;
    boolean certificates;
    UnaryOperator<Guard.Builder> setting = builder -> builder;

    @BeforeEach
    void begin() {
        issuer = TestIssuer.of(ISSUER.text(), zt.clock());
        gateway = zt.authority().issue("/gateway");
        orders = zt.authority().issue("/orders");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable part : begun) {
            part.close();
        }
    }

    OrdersServer server() {
        return server(NettyTls.serverCredentials(orders.identity().serverTls(), NettyTls.Clients.NOT_ASKED));
    }

    OrdersServer server(ServerCredentials credentials) {
        ServerServiceDefinition service =
                Orders.builder(this::answer, this::list, this::talk).build();
        OrdersServer server =
                new OrdersServer(credentials, origin -> new GuardInterceptor(guard(origin), nanos::get), service);
        begun.add(server);
        return server;
    }

    Guard guard(String origin) {
        Audience audience = Audience.of(origin);
        VerifierRules rules = VerifierRules.of(audience)
                .tokens(TokenRules.none().issuer(ISSUER, audience))
                .acceptingSignatures();
        Policy policy = Policy.read("policy", GrpcScene.POLICY.getBytes(StandardCharsets.UTF_8));
        Guard.Builder builder = Guard.builder(
                        certificates ? rules.acceptingCertificates() : rules, this::keys, PolicySource.fixed(policy))
                .clock(zt.clock())
                .status(domain -> status(), RevocationNeed.REQUIRED)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT);
        Guard.Builder more = nonces == null ? builder : builder.dpopNonces(nonces);
        return setting.apply(more).build();
    }

    BundleLookup keys(Issuer whose) {
        BundleSource workloads = zt.authority().bundles();
        BundleLookup found = workloads.bundle(whose);
        BundleLookup known =
                found instanceof BundleLookup.NotTrusted ? issuer.bundles().bundle(whose) : found;
        return keysAway ? new BundleLookup.Unavailable(Duration.ofSeconds(7)) : known;
    }

    StatusLookup status() {
        return new StatusLookup.Known(new RevocationStatus(
                zt.authority().trustDomain(), 1, zt.clock().instant(), 1, revoked, Set.of(), Set.of()));
    }

    void answer(String word, StreamObserver<String> taker) {
        ZtGrpc.caller().ifPresent(seen::set);
        if (failing) {
            taker.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        taker.onNext(word);
        taker.onCompleted();
    }

    void list(String word, StreamObserver<String> taker) {
        ((ServerCallStreamObserver<String>) taker).setOnCancelHandler(cancelled::countDown);
        taker.onNext(word);
        lists.add(taker);
    }

    StreamObserver<String> talk(StreamObserver<String> taker) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String word) {
                taker.onNext(word);
            }

            @Override
            public void onError(Throwable failure) {
                cancelled.countDown();
            }

            @Override
            public void onCompleted() {
                taker.onCompleted();
            }
        };
    }

    /** A channel of somebody who adds what he likes. */
    ManagedChannel channel(OrdersServer server) {
        OutboundAuth auth = OutboundAuth.of(gateway.identity())
                .to(Destination.of(server.origin()).answeredBy(orders.id()));
        ManagedChannel channel = NettyChannelBuilder.forTarget(server.authority(), NettyTls.channelCredentials(auth))
                .build();
        begun.add(0, channel::shutdownNow);
        return channel;
    }

    static Metadata metadata(String... fields) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < fields.length; i += 2) {
            Fields.put(metadata, fields[i], fields[i + 1]);
        }
        return metadata;
    }

    Metadata proof(OrdersServer server) {
        return metadata(gateway.prove(Audience.of(server.origin())));
    }

    static Metadata metadata(WorkloadProof proof) {
        return metadata(
                "workload-identity-token", proof.workloadIdentityToken(), "authorization", proof.authorization());
    }

    static String call(ManagedChannel channel, MethodDescriptor<String, String> method, Metadata metadata) {
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
                method,
                CallOptions.DEFAULT,
                "seven");
    }

    String call(OrdersServer server, MethodDescriptor<String, String> method, Metadata metadata) {
        return call(channel(server), method, metadata);
    }

    StatusRuntimeException refused(OrdersServer server, MethodDescriptor<String, String> method, Metadata metadata) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> call(server, method, metadata));
    }

    static List<String> trailer(StatusRuntimeException refused, String name) {
        return Fields.values(refused.getTrailers(), name);
    }

    void assertRefused(StatusRuntimeException refused, Status.Code code, String title, String reason) {
        assertThat(refused.getStatus().getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getDescription()).isEqualTo(title);
        assertThat(audit.decisions().get(audit.decisions().size() - 1).reason()).isEqualTo(reason);
        assertThat(seen.get()).isNull();
    }

    ManagedChannel plain(OrdersServer server) {
        ManagedChannel plain =
                NettyChannelBuilder.forTarget(server.authority()).usePlaintext().build();
        begun.add(0, plain::shutdownNow);
        return plain;
    }

    static Metadata shown(TestToken token, String proof) {
        return metadata("authorization", "DPoP " + token.text(), "dpop", proof);
    }
}
