package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Coverage;
import dev.zt.guard.Coverage.Order;
import dev.zt.guard.Coverage.OtherFilter;
import dev.zt.guard.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageAssertionsTest {
    private static Coverage coverage(List<Mapping> uncovered, Order order, Optional<List<String>> connectors) {
        OtherFilter filter = new OtherFilter("log", "example.LogFilter", List.of("/*"), order);
        return new Coverage("jetty", Map.of(), uncovered, List.of(), List.of(filter), connectors);
    }

    @Test
    void accepts_whatIsCovered() {
        Coverage coverage = coverage(List.of(), Order.BEHIND, Optional.of(List.of()));

        assertThatCode(() -> CoverageAssertions.assertCovered(coverage)).doesNotThrowAnyException();
    }

    @Test
    void names_everythingThatIsMissing() {
        Coverage coverage =
                coverage(List.of(new Mapping("/old/*", "old")), Order.UNKNOWN, Optional.of(List.of("too loose")));

        assertThatThrownBy(() -> CoverageAssertions.assertCovered(coverage))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("MAPPING_WITHOUT_ENDPOINT: denied")
                .hasMessageContaining("'/old/*' of 'old'")
                .hasMessageContaining("FILTER_AHEAD: filter 'log' (example.LogFilter) may run before the guard")
                .hasMessageContaining("LOOSE_CONNECTOR: connector: too loose");
    }

    @Test
    void accepts_gapsThatAreThereOnPurpose() {
        Coverage coverage = coverage(List.of(new Mapping("/old/*", "old")), Order.BEHIND, Optional.empty());

        assertThatCode(() -> CoverageAssertions.assertCoveredExcept(coverage, Coverage.Gap.MAPPING_WITHOUT_ENDPOINT))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> CoverageAssertions.assertCoveredExcept(coverage, Coverage.Gap.ENDPOINT_WITHOUT_MAPPING))
                .isInstanceOf(AssertionError.class);
    }
}
