package dev.zt.testkit;

import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import dev.zt.request.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The {@code tests:} of a policy document as JUnit 5 dynamic tests.
 *
 * <pre>{@code
 * @TestFactory Stream<DynamicTest> policy() {
 *     return PolicyTests.of(Path.of("zt-policy.yaml"));
 * }
 * }</pre>
 */
public final class PolicyTests {
    private PolicyTests() {}

    /**
     * One test for each line of the document's {@code tests:}, as of now.
     *
     * @throws dev.zt.config.ConfigurationException if the document has a mistake
     * @throws IllegalArgumentException if it has no tests
     */
    public static Stream<DynamicTest> of(Path policyFile) {
        return of(policyFile, InstantSource.system());
    }

    /** The same, as of the time that a clock shows. */
    public static Stream<DynamicTest> of(Path policyFile, InstantSource clock) {
        Policy policy = read(policyFile);
        if (policy.testCount() == 0) {
            throw new IllegalArgumentException(policyFile + " has no tests");
        }
        return policy.runTests(path -> Target.parse(path).map(Target::segments), clock.instant()).stream()
                .map(result -> DynamicTest.dynamicTest(result.title(), uri(policyFile), () -> check(result)));
    }

    private static void check(PolicyTestResult result) {
        if (!result.passed()) {
            throw new AssertionError(
                    result.place() + ": expected " + result.expected() + " but the policy says " + result.seen());
        }
    }

    private static Policy read(Path file) {
        try {
            return Policy.read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static URI uri(Path file) {
        return file.toUri();
    }
}
