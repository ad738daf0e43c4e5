package dev.zt.testkit;

import java.time.Instant;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that is the {@link ZtScene} of its tests, for those who write it down as a field; {@link ZtTest @ZtTest}
 * does it by an annotation.
 *
 * <pre>{@code
 * @RegisterExtension final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");
 *
 * @Test void serves_gateway() {
 *     Guard guard = zt.guard("https://orders.internal", policyYaml);
 *     TestCall call = zt.service("gateway").to("https://orders.internal").call("GET", "/orders/7");
 *     zt.assertThatResponse(guard.admit(call.toCall())).isServed();
 * }
 * }</pre>
 *
 * <p>A field that is not static gives each test its own authority and clock. A static one keeps them for all tests of the
 * class, as does one in a class with one instance for all tests: for guards that outlive a test, such as those of an
 * application context. Between tests an outage and a skew are ended and what was recorded is forgotten. Not for tests that
 * run at the same time.
 */
public final class ZtExtension extends ZtScene
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final SceneTerms terms;
    private boolean shared;

    private ZtExtension(SceneTerms terms) {
        super(terms);
        this.terms = terms;
    }

    /**
     * An extension whose authority names the workloads of this trust domain; the audience is {@value
     * ZtTest#USUAL_AUDIENCE}, the policy {@code zt-policy.yaml}, tokens of no authorization server are accepted, and the clock begins at the
     * time of the machine.
     *
     * @throws IllegalArgumentException if it is no trust domain
     */
    public static ZtExtension forTrustDomain(String trustDomain) {
        return new ZtExtension(new SceneTerms(
                trustDomain,
                ZtTest.USUAL_AUDIENCE,
                null,
                new PolicyPlace(PolicyPlace.USUAL, Thread.currentThread().getContextClassLoader()),
                null));
    }

    /** The same for a service that is addressed as this. */
    public ZtExtension audience(String audience) {
        return new ZtExtension(
                new SceneTerms(terms.trustDomain(), audience, terms.issuer(), terms.policy(), terms.now()));
    }

    /** The same for a service that accepts the access tokens of this authorization server. */
    public ZtExtension issuer(String issuer) {
        return new ZtExtension(
                new SceneTerms(terms.trustDomain(), terms.audience(), issuer, terms.policy(), terms.now()));
    }

    /** The same with a policy of another place: a resource of the class path, or a file as seen from the working directory. */
    public ZtExtension policy(String place) {
        PolicyPlace policy = new PolicyPlace(place, terms.policy().loader());
        return new ZtExtension(
                new SceneTerms(terms.trustDomain(), terms.audience(), terms.issuer(), policy, terms.now()));
    }

    /** The same with a clock that stands there when a test begins, instead of at the time of the machine. */
    public ZtExtension now(Instant now) {
        return new ZtExtension(
                new SceneTerms(terms.trustDomain(), terms.audience(), terms.issuer(), terms.policy(), now));
    }

    // JUnit asks for this only where the extension is there for the whole class.
    @Override
    public void beforeAll(ExtensionContext context) {
        begin();
        shared = true;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (shared) {
            settle();
        } else {
            begin();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        shared = false;
        close();
    }
}
