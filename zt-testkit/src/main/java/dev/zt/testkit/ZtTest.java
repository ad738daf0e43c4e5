package dev.zt.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests of a service behind zt: each test gets an authority, a clock and a guard of its own, and the true verifier
 * decides.
 *
 * <pre>{@code
 * @ZtTest
 * class OrdersTest {
 *     @Test void serves_billing(ZtScene zt) {
 *         var admission = zt.guard().admit(zt.service("billing").call("GET", "/orders/7").toCall());
 *         zt.assertThatResponse(admission).isServed();
 *     }
 * }
 * }</pre>
 *
 * <p>Parameters of tests and of their class's constructor, and fields that are neither static nor final nor set, may be of
 * the types {@link ZtScene}, {@link ManualClock}, {@link TestAuthority}, {@link TestIssuer}, {@link RecordingAuditSink},
 * {@link dev.zt.guard.Guard} ({@link ZtScene#guard}) and {@link TestService} ({@link ZtScene#serve}).
 *
 * <p>Where a class has one instance for all its tests, or a method with {@code @BeforeAll} asks for a parameter, all its tests
 * share one scene; between them an outage and a skew are ended and what was recorded is forgotten.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ZtTestExtension.class)
public @interface ZtTest {
    /** What a service is addressed as where a test does not care. */
    String USUAL_AUDIENCE = "https://service.internal";

    /** Whose workloads the authority names. */
    String trustDomain() default "shop.example";

    /** What the service under test is addressed as. */
    String audience() default USUAL_AUDIENCE;

    /** The authorization server whose access tokens are accepted, as the policy names it; empty for nobody's. */
    String issuer() default "";

    /** The policy: a resource of the class path, or else a file as seen from the working directory. */
    String policy() default "zt-policy.yaml";

    /**
     * Where the clock stands when a test begins, in ISO 8601 such as {@code 2026-01-01T00:00:00Z}; empty for the time of the
     * machine, to the second, as production would see the dates of the policy.
     */
    String now() default "";
}
