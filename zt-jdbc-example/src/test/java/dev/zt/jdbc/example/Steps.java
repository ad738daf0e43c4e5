package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Steps of the guided run as tests, one each. */
final class Steps {
    private Steps() {}

    static Stream<DynamicTest> tests(List<Step> steps) {
        return steps.stream().map(step -> DynamicTest.dynamicTest(step.name(), () -> check(step)));
    }

    /** What is seen is as expected, and shows neither a token nor a key. */
    static void check(Step step) {
        String seen = step.run().seen();

        assertThat(seen)
                .as(step.name())
                .startsWith(step.expected())
                .doesNotContain("eyJ")
                .doesNotContainPattern("[0-9a-f]{64}");
    }
}
