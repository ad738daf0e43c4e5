package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTestsTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read: GET /orders}
            allow: [{id: A1, caller: gateway, to: read}]
            tests:
              - {as: gateway, call: GET /orders, expect: allow A1}
              - {as: anyone, call: GET /orders/../x, expect: bad-request}
            """;

    @TempDir
    Path directory;

    private List<DynamicTest> tests(String yaml) throws IOException {
        return PolicyTests.of(Files.writeString(directory.resolve("zt-policy.yaml"), yaml))
                .toList();
    }

    @Test
    void makes_oneTestOfEachLine() throws Throwable {
        for (DynamicTest test : tests(POLICY)) {
            test.getExecutable().execute();
        }
        assertThat(tests(POLICY))
                .extracting(DynamicTest::getDisplayName)
                .containsExactly("spiffe://shop.example/gateway GET /orders", "anyone GET /orders/../x");
    }

    @Test
    void fails_whereThePolicySaysOtherwise() throws IOException {
        DynamicTest test =
                tests(POLICY.replace("expect: allow A1", "expect: deny")).get(0);

        assertThatThrownBy(() -> test.getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected deny but the policy says allow A1");
    }

    @Test
    void refuses_policyWithoutTests() {
        assertThatThrownBy(() -> tests(POLICY.substring(0, POLICY.indexOf("tests:"))))
                .hasMessageContaining("has no tests");
    }

    @Test
    void refuses_badPolicy() {
        assertThatThrownBy(() -> tests("zt: 2")).isInstanceOf(ConfigurationException.class);
    }
}
