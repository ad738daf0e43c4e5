package dev.zt.testkit;

import dev.zt.guard.Coverage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds an application against the policy that guards it, in one line of a test. */
public final class CoverageAssertions {
    private CoverageAssertions() {}

    /**
     * Demands that every mapping has an endpoint, every endpoint a mapping, that no other filter runs before the guard or
     * between a handler and its gate, and that no connector is known to weaken the edge.
     *
     * @throws AssertionError naming everything that is missing, with the whole coverage
     */
    public static void assertCovered(Coverage coverage) {
        assertCovered(coverage, EnumSet.noneOf(Coverage.Gap.class));
    }

    /**
     * Demands the same, but for some gaps that are there on purpose.
     *
     * @throws AssertionError naming everything else that is missing, with the whole coverage
     */
    public static void assertCoveredExcept(Coverage coverage, Coverage.Gap first, Coverage.Gap... more) {
        Set<Coverage.Gap> known = EnumSet.of(first);
        known.addAll(Arrays.asList(more));
        assertCovered(coverage, known);
    }

    private static void assertCovered(Coverage coverage, Set<Coverage.Gap> known) {
        List<String> gaps = coverage.findings().stream()
                .filter(finding -> !known.contains(finding.gap()))
                .map(finding -> "  " + finding.gap() + ": " + finding.text())
                .toList();
        if (!gaps.isEmpty()) {
            throw new AssertionError("the guard does not cover the application:\n" + String.join("\n", gaps)
                    + "\nthe whole coverage:\n"
                    + coverage.lines().stream().map(line -> "  " + line).collect(Collectors.joining("\n")));
        }
    }
}
