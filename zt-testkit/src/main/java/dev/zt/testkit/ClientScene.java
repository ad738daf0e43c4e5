package dev.zt.testkit;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.outbound.Destination;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is tried: the workload {@code gateway} calls the service {@code orders}, whose guard asks for what it is
 * called with. Time stands still at the moment of the case's begin.
 */
final class ClientScene implements AutoCloseable {
    static final Scopes READ = Scopes.of("orders:read");
    static final Scopes ALL = Scopes.of("orders:read", "orders:write");

    private static final String DOMAIN = "shop.example";
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final String CLIENT = "gateway-client";
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

    final ManualClock clock = ManualClock.at(InstantSource.system().instant());
    /** The time of those who are called. */
    final ManualClock calleesClock = ManualClock.at(clock.instant());

    final TestAuthority authority = TestAuthority.of(DOMAIN, clock);
    final TestIssuer issuer = TestIssuer.of(ISSUER.text(), clock);
    final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    final TestWorkload orders = authority.issue("/orders");
    final TestWorkload billing = authority.issue("/billing");
    final TestService service;
    private final Path directory;
    private @Nullable TestAuthorizationServer server;

    /** A scene whose service is called by clients of one kind. */
    ClientScene(Path directory, Asks asks) {
        this.directory = directory;
        this.service = asks == Asks.CERTIFICATES
                ? TestService.mutual(answering(), origin -> guard(origin, asks))
                : TestService.guarded(answering(), origin -> guard(origin, asks));
    }

    /** What the service asks for besides what it accepts. */
    enum Asks {
        NOTHING,
        NONCES,
        CERTIFICATES
    }

    private ServiceIdentity answering() {
        return orders.identity();
    }

    private Guard guard(String origin, Asks asks) {
        Audience audience = Audience.of(origin);
        VerifierRules rules = VerifierRules.of(audience)
                .tokens(TokenRules.none().issuer(ISSUER, audience))
                .answeringSignatures();
        VerifierRules all = asks == Asks.CERTIFICATES ? rules.acceptingCertificates() : rules;
        Policy policy = Policy.read("the policy of the contract", POLICY.getBytes(StandardCharsets.UTF_8));
        Guard.Builder builder = Guard.builder(
                        all, new SceneKeys(authority.bundles(), issuer.bundles()), PolicySource.fixed(policy))
                .clock(calleesClock)
                .answeringAs(orders.identity());
        return (asks == Asks.NONCES ? builder.dpopNonces(DpopNonces.ofThisProcess(calleesClock)) : builder).build();
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
        TestAuthorizationServer known = server;
        if (known == null) {
            known = TestAuthorizationServer.of(issuer);
            server = known;
        }
        return known;
    }

    /** The gateway as a client of the authorization server as well. */
    ServiceIdentity client() {
        return gateway.identity().with(server().tokensOf(CLIENT, directory));
    }

    /** Lets time pass for everybody. */
    void pass(Duration time) {
        clock.advance(time);
        calleesClock.advance(time);
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
        TestAuthorizationServer known = server;
        if (known != null) {
            known.close();
        }
    }
}
