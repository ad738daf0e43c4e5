package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.own.SignableRequest;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestToken;
import dev.zt.verify.DpopNonces;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuardInterceptorTest extends GuardedCalls {
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
