package dev.zt.grpc;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.outbound.Destination;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestAuthorizationServer;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import io.grpc.ServerCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

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

    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");

    final ManualClock clock = ManualClock.at(InstantSource.system().instant());
    /** The time of those who are called. */
    final ManualClock calleesClock = ManualClock.at(clock.instant());

    final TestAuthority authority = TestAuthority.of("shop.example", clock);
    final TestIssuer issuer = TestIssuer.of(ISSUER.text(), clock);
    final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    // Longer than the caller's: it is still there when that has expired.
    final TestWorkload orders = authority.issue("/orders", Duration.ofHours(12));
    final TestWorkload billing = authority.issue("/billing");
    final OrdersServer server;
    private final Path directory;
    private TestAuthorizationServer tokens;

    /** What the service asks for besides what it accepts. */
    enum Asks {
        NOTHING,
        NONCES,
        CERTIFICATES
    }

    GrpcScene(Path directory, Asks asks) {
        this.directory = directory;
        ServiceIdentity answering = orders.identity();
        ServerCredentials credentials = asks == Asks.CERTIFICATES
                ? NettyTls.serverCredentials(answering.mutualTls(PeerMatcher.anyWorkload()), NettyTls.Clients.WANTED)
                : NettyTls.serverCredentials(answering.serverTls(), NettyTls.Clients.NOT_ASKED);
        this.server = new OrdersServer(credentials, origin -> ZtGrpc.serverInterceptor(guard(origin, asks)));
    }

    private Guard guard(String origin, Asks asks) {
        Audience audience = Audience.of(origin);
        VerifierRules rules =
                VerifierRules.of(audience).tokens(TokenRules.none().issuer(ISSUER, audience));
        Policy policy = Policy.read("the policy of the scene", POLICY.getBytes(StandardCharsets.UTF_8));
        Guard.Builder builder = Guard.builder(
                        asks == Asks.CERTIFICATES ? rules.acceptingCertificates() : rules,
                        keys(),
                        PolicySource.fixed(policy))
                .clock(calleesClock);
        return (asks == Asks.NONCES ? builder.dpopNonces(DpopNonces.ofThisProcess(calleesClock)) : builder).build();
    }

    private BundleSource keys() {
        BundleSource workloads = authority.bundles();
        BundleSource clients = issuer.bundles();
        return whose -> {
            BundleLookup found = workloads.bundle(whose);
            return found instanceof BundleLookup.NotTrusted ? clients.bundle(whose) : found;
        };
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
        if (tokens == null) {
            tokens = TestAuthorizationServer.of(issuer);
        }
        return tokens;
    }

    /** The gateway as a client of the authorization server as well. */
    ServiceIdentity client() {
        return gateway.identity().with(tokens().tokensOf("gateway-client", directory));
    }

    @Override
    public void close() {
        server.close();
        if (tokens != null) {
            tokens.close();
        }
    }
}
