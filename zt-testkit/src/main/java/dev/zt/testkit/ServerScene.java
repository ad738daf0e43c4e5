package dev.zt.testkit;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.BundleSources;
import dev.zt.keys.KeyOrigin;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedIssuer;
import dev.zt.keys.TrustedKeys;
import dev.zt.policy.Policy;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Where a server is tried: the service {@code orders}, which is called by the workloads {@code billing} and {@code reports}
 * and by the client {@code portal}, whose authorization server is asked for its keys. Safe for concurrent use.
 */
final class ServerScene implements AutoCloseable {
    static final String READ = "orders:read";

    private static final String DOMAIN = "shop.example";
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final Audience AUDIENCE = Audience.of("https://orders.internal");
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: ["https://idp.example"], segments: [shop]}
            workloads:
              billing: spiffe://shop.example/billing
              reports: spiffe://shop.example/reports
              portal: {issuer: "https://idp.example", client-id: portal}
            segments: {shop: [billing, portal], office: [reports]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              later: {match: "GET /later/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders", requires: ["orders:write"]}
            allow:
              - {id: A1, caller: [billing, portal], to: [read, later, write], scopes: ["orders:read", "orders:write"]}
            """;

    final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    final TestAuthority authority = TestAuthority.of(DOMAIN, clock);
    final TestIssuer issuer = TestIssuer.of(ISSUER.text(), clock);
    final TestAuthorizationServer server = TestAuthorizationServer.of(issuer);
    final RecordingAuditSink audit = new RecordingAuditSink();
    final SceneKeys workloadKeys = new SceneKeys(authority.bundles(), null);
    private volatile Duration ahead = Duration.ZERO;

    /** How far the server's clock is ahead of all others from now on. */
    void skew(Duration newAhead) {
        ahead = newAhead;
    }

    /** Ends what a case has left. */
    void settle() {
        skew(Duration.ZERO);
        workloadKeys.away(false);
        audit.forget();
    }

    /** A guard that has asked the authorization server for its keys once. */
    Guard guard(Guard.PlainHttp plainHttp) {
        InstantSource time = () -> clock.instant().plus(ahead);
        SignatureProvider signatures = SignatureProvider.bouncyCastle();
        TrustedKeys clientKeys = TrustedKeys.builder(signatures, clock)
                .issuer(TrustedIssuer.of(ISSUER, new KeyOrigin.Url(server.keySet())))
                .build();
        clientKeys.begin();
        VerifierRules rules = VerifierRules.of(AUDIENCE)
                .tokens(TokenRules.none().issuer(ISSUER, AUDIENCE))
                .acceptingSignatures();
        Policy policy = Policy.read("the policy of the contract", POLICY.getBytes(StandardCharsets.UTF_8));
        Guard.Builder builder = Guard.builder(
                        rules,
                        BundleSources.builder()
                                .route(ISSUER, clientKeys)
                                .otherwise(workloadKeys)
                                .build(),
                        PolicySource.fixed(policy))
                .clock(time)
                .signatures(signatures)
                .dpopNonces(DpopNonces.ofThisProcess(time))
                .replayStore(new InMemoryReplayStore(1 << 14, time))
                .audit(audit, Guard.AuditNeed.BEST_EFFORT);
        return (plainHttp == Guard.PlainHttp.LOOPBACK ? builder.allowLoopbackHttp() : builder).build();
    }

    /** A new instance of a workload that calls the service. */
    TestCaller service(String name) {
        return authority.service(name).to(AUDIENCE.toString());
    }

    /** The client that calls the service. */
    TestCaller portal() {
        return issuer.client("portal").caller().to(AUDIENCE.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
