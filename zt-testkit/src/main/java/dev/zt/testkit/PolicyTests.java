package dev.zt.testkit;

import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import dev.zt.request.Target;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The {@code tests:} of a policy document as JUnit 5 dynamic tests.
 *
 * <pre>{@code
 * @TestFactory Stream<DynamicTest> policy() {
 *     return PolicyTests.of("zt-policy.yaml");
 * }
 * }</pre>
 *
 * <p>{@link ZtScene#policyTests} has those of the policy that a scene is of.
 */
public final class PolicyTests {
    private PolicyTests() {}

    /**
     * One test for each line of the document's {@code tests:}, as of now.
     *
     * @param place a resource of the class path, or else a file as seen from the working directory
     * @throws dev.zt.config.ConfigurationException if the document has a mistake
     * @throws IllegalStateException if there is no such document
     * @throws IllegalArgumentException if it has no tests
     */
    public static Stream<DynamicTest> of(String place) {
        return of(new PolicyPlace(place, Thread.currentThread().getContextClassLoader()), InstantSource.system());
    }

    /**
     * One test for each line of the document's {@code tests:}, as of now.
     *
     * @throws dev.zt.config.ConfigurationException if the document has a mistake
     * @throws IllegalStateException if there is no such file
     * @throws IllegalArgumentException if it has no tests
     */
    public static Stream<DynamicTest> of(Path policyFile) {
        return of(policyFile, InstantSource.system());
    }

    /** The same, as of the time that a clock shows. */
    public static Stream<DynamicTest> of(Path policyFile, InstantSource clock) {
        return of(PolicyPlace.of(policyFile), clock);
    }

    static Stream<DynamicTest> of(PolicyPlace place, InstantSource clock) {
        Policy policy = place.read();
        if (policy.testCount() == 0) {
            throw new IllegalArgumentException(place.name() + " has no tests: write some below its 'tests:'");
        }
        URI source = place.uri();
        return policy.runTests(path -> Target.parse(path).map(Target::segments), clock.instant()).stream()
                .map(result -> DynamicTest.dynamicTest(result.title(), source, () -> check(result)));
    }

    private static void check(PolicyTestResult result) {
        if (!result.passed()) {
            throw new AssertionError(
                    result.place() + ": expected " + result.expected() + " but the policy says " + result.seen());
        }
    }
}
