package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.SignableRequest;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestToken;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.ZtExtension;
import dev.zt.tls.PeerMatcher;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifierRules;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GuardInterceptorTest {
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    private final List<AutoCloseable> begun = new ArrayList<>();
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<VerifiedCaller> seen = new AtomicReference<>();
    private final BlockingQueue<StreamObserver<String>> lists = new LinkedBlockingQueue<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile Set<String> revoked = Set.of();
    private volatile boolean keysAway;
    private volatile boolean failing;
    private TestIssuer issuer;
    private TestWorkload gateway;
    private TestWorkload orders;
    private DpopNonces nonces;
    private boolean certificates;
    private UnaryOperator<Guard.Builder> setting = builder -> builder;

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

    private OrdersServer server() {
        return server(NettyTls.serverCredentials(orders.identity().serverTls(), NettyTls.Clients.NOT_ASKED));
    }

    private OrdersServer server(ServerCredentials credentials) {
        ServerServiceDefinition service =
                Orders.builder(this::answer, this::list, this::talk).build();
        OrdersServer server =
                new OrdersServer(credentials, origin -> new GuardInterceptor(guard(origin), nanos::get), service);
        begun.add(server);
        return server;
    }

    private Guard guard(String origin) {
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

    private BundleLookup keys(Issuer whose) {
        BundleSource workloads = zt.authority().bundles();
        BundleLookup found = workloads.bundle(whose);
        BundleLookup known =
                found instanceof BundleLookup.NotTrusted ? issuer.bundles().bundle(whose) : found;
        return keysAway ? new BundleLookup.Unavailable(Duration.ofSeconds(7)) : known;
    }

    private StatusLookup status() {
        return new StatusLookup.Known(new RevocationStatus(
                zt.authority().trustDomain(), 1, zt.clock().instant(), 1, revoked, Set.of(), Set.of()));
    }

    private void answer(String word, StreamObserver<String> taker) {
        ZtGrpc.caller().ifPresent(seen::set);
        if (failing) {
            taker.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        taker.onNext(word);
        taker.onCompleted();
    }

    private void list(String word, StreamObserver<String> taker) {
        ((ServerCallStreamObserver<String>) taker).setOnCancelHandler(cancelled::countDown);
        taker.onNext(word);
        lists.add(taker);
    }

    private StreamObserver<String> talk(StreamObserver<String> taker) {
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
    private ManagedChannel channel(OrdersServer server) {
        OutboundAuth auth = OutboundAuth.of(gateway.identity())
                .to(Destination.of(server.origin()).answeredBy(orders.id()));
        ManagedChannel channel = NettyChannelBuilder.forTarget(server.authority(), NettyTls.channelCredentials(auth))
                .build();
        begun.add(0, channel::shutdownNow);
        return channel;
    }

    private static Metadata metadata(String... fields) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < fields.length; i += 2) {
            Fields.put(metadata, fields[i], fields[i + 1]);
        }
        return metadata;
    }

    private Metadata proof(OrdersServer server) {
        return metadata(gateway.prove(Audience.of(server.origin())));
    }

    private static Metadata metadata(WorkloadProof proof) {
        return metadata(
                "workload-identity-token", proof.workloadIdentityToken(), "authorization", proof.authorization());
    }

    private static String call(ManagedChannel channel, MethodDescriptor<String, String> method, Metadata metadata) {
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
                method,
                CallOptions.DEFAULT,
                "seven");
    }

    private String call(OrdersServer server, MethodDescriptor<String, String> method, Metadata metadata) {
        return call(channel(server), method, metadata);
    }

    private StatusRuntimeException refused(
            OrdersServer server, MethodDescriptor<String, String> method, Metadata metadata) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> call(server, method, metadata));
    }

    private static List<String> trailer(StatusRuntimeException refused, String name) {
        return Fields.values(refused.getTrailers(), name);
    }

    private void assertRefused(StatusRuntimeException refused, Status.Code code, String title, String reason) {
        assertThat(refused.getStatus().getCode()).isEqualTo(code);
        assertThat(refused.getStatus().getDescription()).isEqualTo(title);
        assertThat(audit.decisions().get(audit.decisions().size() - 1).reason()).isEqualTo(reason);
        assertThat(seen.get()).isNull();
    }

    @Test
    void lets_inWhomThePolicyAllows_andTellsTheHandlerWho() {
        OrdersServer server = server();

        assertThat(call(server, Orders.READ, proof(server))).isEqualTo("seven");

        assertThat(seen.get().id()).isEqualTo(gateway.id());
        assertThat(seen.get().instance().value()).isEqualTo(gateway.instance());
    }

    @Test
    void knows_nobodyOutsideOfCalls() {
        assertThat(ZtGrpc.caller()).isEmpty();
        assertThat(ZtGrpc.admission()).isEmpty();
        assertThat(GuardInterceptor.GRANTED.get(Context.ROOT)).isNull();
    }

    @Test
    void refuses_whoShowsNothing() {
        StatusRuntimeException refused = refused(server(), Orders.READ, new Metadata());

        assertRefused(refused, Status.Code.UNAUTHENTICATED, "The caller must prove who it is", "nothing-presented");
        assertThat(trailer(refused, "www-authenticate")).hasSizeGreaterThan(1).contains("WPT");
        assertThat(trailer(refused, "content-type")).doesNotContain("application/problem+json");
        assertThat(trailer(refused, "cache-control")).isEmpty();
    }

    @Test
    void refuses_whoLacksAScope() {
        OrdersServer server = server();
        WorkloadProof narrow = gateway.proveNarrowed(Audience.of(server.origin()), Scopes.of("orders:read"));

        StatusRuntimeException refused = refused(server, Orders.WRITE, metadata(narrow));

        assertRefused(refused, Status.Code.PERMISSION_DENIED, "The caller lacks a scope", "scope-missing");
    }

    @Test
    void refuses_aProofThatWasUsed() {
        OrdersServer server = server();
        Metadata proof = proof(server);
        call(server, Orders.READ, proof);
        seen.set(null);

        StatusRuntimeException refused = refused(server, Orders.READ, proof);

        assertRefused(refused, Status.Code.UNAUTHENTICATED, "The caller must prove who it is", "proof-replayed");
    }

    @Test
    void says_thatItCannotTell_whileTheKeysAreAway() {
        OrdersServer server = server();
        keysAway = true;

        StatusRuntimeException refused = refused(server, Orders.READ, proof(server));

        assertRefused(refused, Status.Code.UNAVAILABLE, "The caller cannot be verified now", "keys-unavailable");
        assertThat(trailer(refused, "retry-after")).containsExactly("7");
    }

    @Test
    void refuses_aMethodThatThePolicyDoesNotList() {
        OrdersServer server = server();

        StatusRuntimeException refused = refused(server, Orders.UNLISTED, proof(server));

        assertRefused(refused, Status.Code.PERMISSION_DENIED, "The caller may not do this", "endpoint-unlisted");
    }

    @Test
    void refuses_aFieldThatStandsTwice() {
        OrdersServer server = server();
        Metadata twice = proof(server);
        Fields.put(twice, "authorization", "WPT x");

        StatusRuntimeException refused = refused(server, Orders.READ, twice);

        assertThat(refused.getStatus().getCode()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.INVALID_ARGUMENT);
        assertThat(seen.get()).isNull();
    }

    @Test
    void refuses_signaturesOverWholeRequests() {
        OrdersServer server = server();
        SignableRequest request = SignableRequest.of("POST", URI.create(server.origin() + "/shop.Orders/Read"))
                .field("Content-Type", "application/grpc");
        Metadata signed = new Metadata();
        gateway.identity()
                .sign(request, Audience.of(server.origin()))
                .headers()
                .forEach((name, value) -> Fields.put(signed, name, value));

        StatusRuntimeException refused = refused(server, Orders.READ, signed);

        assertRefused(
                refused,
                Status.Code.INVALID_ARGUMENT,
                "The request or its token cannot be accepted",
                "body-uncompared");
    }

    private ManagedChannel plain(OrdersServer server) {
        ManagedChannel plain =
                NettyChannelBuilder.forTarget(server.authority()).usePlaintext().build();
        begun.add(0, plain::shutdownNow);
        return plain;
    }

    @Test
    void lets_inPlainTextOfThisMachine_whereThatIsAllowed() {
        setting = Guard.Builder::allowLoopbackHttp;
        OrdersServer server = server(InsecureServerCredentials.create());

        assertThat(call(plain(server), Orders.READ, proof(server))).isEqualTo("seven");
    }

    @Test
    void lets_inPlainTextOfAHop_onlyIfThatReceivedItOverTls() {
        setting = builder ->
                builder.forwardedFrom(AddressRanges.of(List.of("127.0.0.1"))).allowLoopbackHttp();
        OrdersServer server = server(InsecureServerCredentials.create());
        Metadata forwarded = proof(server);
        Fields.put(forwarded, "x-forwarded-proto", "https");

        assertThat(call(plain(server), Orders.READ, forwarded)).isEqualTo("seven");
        seen.set(null);
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> call(plain(server), Orders.READ, proof(server)));

        assertRefused(
                refused, Status.Code.INVALID_ARGUMENT, "The request or its token cannot be accepted", "channel-plain");
    }

    @Test
    void knows_callersByTheirCertificates() {
        certificates = true;
        OrdersServer server = server(NettyTls.serverCredentials(
                orders.identity().mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.REQUIRED));

        assertThat(call(server, Orders.READ, new Metadata())).isEqualTo("seven");

        assertThat(seen.get().id()).isEqualTo(gateway.id());
    }

    @Test
    void knows_nobodyByTheCertificateOfAHop() {
        certificates = true;
        setting = builder -> builder.forwardedFrom(AddressRanges.of(List.of("127.0.0.1")))
                .forwardedCertificates(ForwardedCertificates.CLIENT_CERT);
        OrdersServer server = server(NettyTls.serverCredentials(
                orders.identity().mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.REQUIRED));

        StatusRuntimeException refused = refused(server, Orders.READ, new Metadata());

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(seen.get()).isNull();
    }

    @Test
    void refuses_plainText_alsoOfThisMachine() {
        OrdersServer server = server(InsecureServerCredentials.create());

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> call(plain(server), Orders.READ, proof(server)));

        assertRefused(
                refused, Status.Code.INVALID_ARGUMENT, "The request or its token cannot be accepted", "channel-plain");
    }

    @Test
    void binds_aProofToTheMethod() {
        OrdersServer server = server();
        TestClient client = issuer.client("gateway-client");
        TestToken token = client.boundToken(Audience.of(server.origin()), Scopes.of("orders:read", "orders:write"));
        String elsewhere = client.proof("POST", server.origin() + "/shop.Orders/Write", token);
        String here = client.proof("POST", server.origin() + "/shop.Orders/Read", token);

        StatusRuntimeException refused =
                refused(server, Orders.READ, metadata("authorization", "DPoP " + token.text(), "dpop", elsewhere));
        String served = call(server, Orders.READ, metadata("authorization", "DPoP " + token.text(), "dpop", here));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(trailer(refused, "www-authenticate").get(0)).contains("invalid_dpop_proof");
        assertThat(served).isEqualTo("seven");
    }

    @Test
    void asks_forANonce_andTellsTheNextOneWithAnAnswer_orWithAFailure() {
        nonces = DpopNonces.ofThisProcess(zt.clock());
        OrdersServer server = server();
        TestClient client = issuer.client("gateway-client");
        TestToken token = client.boundToken(Audience.of(server.origin()), Scopes.of("orders:read"));
        String uri = server.origin() + "/shop.Orders/Read";
        StatusRuntimeException asked = refused(server, Orders.READ, shown(token, client.proof("POST", uri, token)));
        String nonce = trailer(asked, "dpop-nonce").get(0);
        assertThat(trailer(asked, "www-authenticate").get(0)).contains("use_dpop_nonce");
        zt.clock().advance(Duration.ofMinutes(3));

        AtomicReference<Metadata> headers = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        var capture = MetadataUtils.newCaptureMetadataInterceptor(headers, trailers);
        var attach = MetadataUtils.newAttachHeadersInterceptor(shown(token, client.proof("POST", uri, token, nonce)));
        ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel(server), capture, attach),
                Orders.READ,
                CallOptions.DEFAULT,
                "seven");
        failing = true;
        StatusRuntimeException failed =
                refused(server, Orders.READ, shown(token, client.proof("POST", uri, token, nonce)));

        assertThat(Fields.values(headers.get(), "dpop-nonce")).hasSize(1).doesNotContain(nonce);
        assertThat(Fields.values(trailers.get(), "dpop-nonce")).isEmpty();
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(trailer(failed, "dpop-nonce")).hasSize(1).doesNotContain(nonce);
    }

    private static Metadata shown(TestToken token, String proof) {
        return metadata("authorization", "DPoP " + token.text(), "dpop", proof);
    }

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

    @Test
    void names_theMethodsThatNoEndpointLeadsTo() {
        OrdersServer server = server();
        Guard guard = guard(server.origin());

        assertThat(ZtGrpc.uncovered(guard, server.services())).containsExactly("/shop.Orders/Unlisted");
        assertThatIllegalStateException()
                .isThrownBy(() -> ZtGrpc.requireCovered(guard, server.services()))
                .withMessageContaining("/shop.Orders/Unlisted");
    }

    @Test
    void demands_nothingMore_whereEachMethodHasAnEndpoint() {
        Guard guard = guard("https://orders.internal");
        ServerServiceDefinition listed = ServerServiceDefinition.builder("shop.Orders")
                .addMethod(Orders.READ, (call, headers) -> null)
                .build();

        ZtGrpc.requireCovered(guard, List.of(listed));

        assertThat(ZtGrpc.uncovered(guard, List.of(listed))).isEqualTo(List.of());
        assertThat(Optional.of(guard.policy().service())).contains("orders");
    }
}
