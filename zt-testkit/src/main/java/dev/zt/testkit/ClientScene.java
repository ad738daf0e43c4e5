package dev.zt.testkit;

import dev.zt.identity.Scopes;
import dev.zt.outbound.Destination;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Where a client is tried: the workload {@code gateway} calls the service {@code orders}, whose guard asks for what it is
 * called with. Time stands still at the moment of the case's begin.
 */
final class ClientScene implements AutoCloseable {
    static final Scopes READ = Scopes.of("orders:read");
    static final Scopes ALL = Scopes.of("orders:read", "orders:write");

    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: ["https://idp.example"], segments: [shop]}
            workloads:
              gateway: spiffe://shop.example/gateway
              gateway-client: {issuer: "https://idp.example", client-id: gateway-client}
            segments: {shop: [gateway, gateway-client]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders", requires: ["orders:write"]}
            allow:
              - {id: A1, caller: [gateway, gateway-client], to: [read, write], scopes: ["orders:read", "orders:write"]}
            """;

    private final CallParties parties;
    final RenewableWorkload gateway;
    final TestWorkload orders;
    final TestWorkload billing;
    /** The time of those who are called. */
    final ManualClock calleesClock;

    final TestService service;

    /** A scene whose service is called by clients of one kind. */
    ClientScene(Path directory, CallParties.Asks asks) {
        this.parties = new CallParties(directory);
        this.gateway = parties.gateway();
        this.orders = parties.orders();
        this.billing = parties.billing();
        this.calleesClock = parties.calleesClock();
        Policy policy = Policy.read("the policy of the contract", POLICY.getBytes(StandardCharsets.UTF_8));
        this.service = asks == CallParties.Asks.CERTIFICATES
                ? TestService.mutual(orders.identity(), origin -> parties.guard(origin, policy, asks))
                : TestService.guarded(orders.identity(), origin -> parties.guard(origin, policy, asks));
    }

    /** The one that is called, pinned to its workload. */
    Destination destination() {
        return Destination.of(service.origin().toString()).answeredBy(orders.id());
    }

    /** A place of the service. */
    URI place(String target) {
        return service.origin().resolve(target);
    }

    /** Another service, which is the workload {@code billing} and asks nobody who calls. */
    TestService another() {
        return TestService.unguarded(billing.identity());
    }

    /** The authorization server; the first call starts it. */
    TestAuthorizationServer server() {
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

    /** Does what may fail or not: only what others saw of it counts. */
    static void attempt(Callable<?> call) {
        try {
            call.call();
        } catch (Exception e) {
            // Both are right.
        }
    }

    /** Why something went wrong, however deep below. */
    static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        throw new AssertionError("not because of " + type.getSimpleName(), failure);
    }

    @Override
    public void close() {
        service.close();
        parties.close();
    }
}
