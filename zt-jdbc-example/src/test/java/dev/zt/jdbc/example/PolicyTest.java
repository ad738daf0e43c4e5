package dev.zt.jdbc.example;

import dev.zt.testkit.PolicyTests;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PolicyTest {
    @TestFactory
    Stream<DynamicTest> decides_asItsTestsSay() {
        return PolicyTests.of(Path.of("src/main/resources/dev/zt/jdbc/example/zt-policy.yaml"));
    }
}
