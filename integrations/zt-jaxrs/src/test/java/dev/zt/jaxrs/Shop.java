package dev.zt.jaxrs;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestService;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.VerifierRules;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** A guarded service, and who calls it. */
public final class Shop implements AutoCloseable {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders", requires: ["orders:write"]}
            allow:
              - {id: A1, caller: [gateway], to: [read, write], scopes: ["orders:read", "orders:write"]}
            """;

    private final ManualClock clock = ManualClock.at(InstantSource.system().instant());
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    public final TestWorkload orders = authority.issue("/orders");
    public final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    public final TestService service = TestService.guarded(orders.identity(), this::guard);

    public Shop() {}

    private Guard guard(String origin) {
        Policy policy = Policy.read("the policy of the shop", POLICY.getBytes(StandardCharsets.UTF_8));
        VerifierRules rules = VerifierRules.of(Audience.of(origin)).answeringSignatures();
        return Guard.builder(rules, authority.bundles(), PolicySource.fixed(policy))
                .clock(clock)
                .answeringAs(orders.identity())
                .build();
    }

    public Destination destination() {
        return Destination.of(service.origin().toString()).answeredBy(orders.id());
    }

    public Destination signed() {
        return destination().signed().answersSignedBy(orders.id());
    }

    public OutboundAuth proving(Destination destination) {
        return OutboundAuth.of(gateway.identity()).to(destination);
    }

    public URI place(String path) {
        return service.origin().resolve(path);
    }

    @Override
    public void close() {
        service.close();
    }
}
