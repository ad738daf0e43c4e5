package dev.zt.testkit;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Who calls whom where a client of any protocol is tried, all of the trust domain {@code shop.example}: the workload
 * {@code gateway}, which is {@code gateway-client} to the authorization server {@code https://idp.example} as well, calls
 * {@code orders}, and must not take {@code billing} for it. Time stands still at the moment that this is made. For one thread
 * at a time.
 */
public final class CallParties implements AutoCloseable {
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final String CLIENT = "gateway-client";

    private final ManualClock clock = ManualClock.at(InstantSource.system().instant());
    private final ManualClock calleesClock = ManualClock.at(clock.instant());
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final TestIssuer issuer = TestIssuer.of(ISSUER.text(), clock);
    private final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    // Longer than the caller's: they are still there when that has expired.
    private final TestWorkload orders = authority.issue("/orders", Duration.ofHours(12));
    private final TestWorkload billing = authority.issue("/billing", Duration.ofHours(12));
    private final Path directory;
    private @Nullable TestAuthorizationServer server;

    /** What a guard asks for besides what it accepts. */
    public enum Asks {
        /** Nothing. */
        NOTHING,
        /** Nonces in DPoP proofs. */
        NONCES,
        /** Nothing, and it takes certificates as well. */
        CERTIFICATES
    }

    /**
     * New parties.
     *
     * @param directory where the key of the client of the authorization server is kept
     */
    public CallParties(Path directory) {
        this.directory = directory;
    }

    /** The caller, whose identity can be renewed and lost. */
    public RenewableWorkload gateway() {
        return gateway;
    }

    /** The callee. */
    public TestWorkload orders() {
        return orders;
    }

    /** Another service. */
    public TestWorkload billing() {
        return billing;
    }

    /** The time of the callee, which may be another than the caller's. */
    public ManualClock calleesClock() {
        return calleesClock;
    }

    /** Lets time pass for everybody. */
    public void pass(Duration time) {
        clock.advance(time);
        calleesClock.advance(time);
    }

    /**
     * A guard of the callee: for tokens and proofs of workloads, signatures over requests, and access tokens.
     *
     * @param origin what is called, and whom credentials address
     */
    public Guard guard(String origin, Policy policy, Asks asks) {
        Audience audience = Audience.of(origin);
        VerifierRules rules = VerifierRules.of(audience)
                .tokens(TokenRules.none().issuer(ISSUER, audience))
                .answeringSignatures();
        VerifierRules all = asks == Asks.CERTIFICATES ? rules.acceptingCertificates() : rules;
        Guard.Builder builder = Guard.builder(
                        all, new SceneKeys(authority.bundles(), issuer.bundles()), PolicySource.fixed(policy))
                .clock(calleesClock)
                .answeringAs(orders.identity());
        return (asks == Asks.NONCES ? builder.dpopNonces(DpopNonces.ofThisProcess(calleesClock)) : builder).build();
    }

    /** The authorization server; the first call starts it. */
    public TestAuthorizationServer server() {
        TestAuthorizationServer known = server;
        if (known == null) {
            known = TestAuthorizationServer.of(issuer);
            server = known;
        }
        return known;
    }

    /** The caller as a client of the authorization server as well. */
    public ServiceIdentity client() {
        return gateway.identity().with(server().tokensOf(CLIENT, directory));
    }

    /** Ends the authorization server, if it was started. */
    @Override
    public void close() {
        TestAuthorizationServer known = server;
        if (known != null) {
            known.close();
        }
    }
}
