package dev.zt.grpc;

import dev.zt.identity.Scopes;
import dev.zt.outbound.Destination;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.testkit.CallParties;
import dev.zt.testkit.CallParties.Asks;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthorizationServer;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import io.grpc.ServerCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a channel is tried: the workload {@code gateway} calls the service {@code orders}, whose guard asks for what it is
 * called with. Time stands still at the moment of the case's begin.
 */
final class GrpcScene implements AutoCloseable {
    static final Scopes READ = Scopes.of("orders:read");
    static final Scopes ALL = Scopes.of("orders:read", "orders:write");
    static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: ["https://idp.example"], segments: [shop]}
            workloads:
              gateway: spiffe://shop.example/gateway
              gateway-client: {issuer: "https://idp.example", client-id: gateway-client}
            segments: {shop: [gateway, gateway-client]}
            endpoints:
              read: {match: "POST /shop.Orders/Read", requires: ["orders:read"]}
              list: {match: "POST /shop.Orders/List", requires: ["orders:read"]}
              write: {match: "POST /shop.Orders/Write", requires: ["orders:write"]}
              talk: {match: "POST /shop.Orders/Talk", requires: ["orders:write"]}
            allow:
              - id: A1
                caller: [gateway, gateway-client]
                to: [read, list, write, talk]
                scopes: ["orders:read", "orders:write"]
            """;

    private final CallParties parties;
    final RenewableWorkload gateway;
    final TestWorkload orders;
    final TestWorkload billing;
    /** The time of those who are called. */
    final ManualClock calleesClock;

    final OrdersServer server;

    GrpcScene(Path directory, Asks asks) {
        this.parties = new CallParties(directory);
        this.gateway = parties.gateway();
        this.orders = parties.orders();
        this.billing = parties.billing();
        this.calleesClock = parties.calleesClock();
        ServiceIdentity answering = orders.identity();
        ServerCredentials credentials = asks == Asks.CERTIFICATES
                ? NettyTls.serverCredentials(answering.mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.WANTED)
                : NettyTls.serverCredentials(answering.serverTls(), NettyTls.Clients.NOT_ASKED);
        Policy policy = Policy.read("the policy of the scene", POLICY.getBytes(StandardCharsets.UTF_8));
        this.server =
                new OrdersServer(credentials, origin -> ZtGrpc.serverInterceptor(parties.guard(origin, policy, asks)));
    }

    /** The one that is called, pinned to its workload. */
    Destination destination() {
        return Destination.of(server.origin()).answeredBy(orders.id());
    }

    /** TLS of another service, which is the workload {@code billing}. */
    ServerCredentials another() {
        return NettyTls.serverCredentials(billing.identity().serverTls(), NettyTls.Clients.NOT_ASKED);
    }

    /** The authorization server; the first call starts it. */
    TestAuthorizationServer tokens() {
        return parties.server();
    }

    /** The gateway as a client of the authorization server as well. */
    ServiceIdentity client() {
        return parties.client();
    }

    /** Lets time pass for everybody. */
    void pass(Duration time) {
        parties.pass(time);
    }

    @Override
    public void close() {
        server.close();
        parties.close();
    }
}
