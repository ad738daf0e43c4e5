package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FullCatalogueTest {
    private static final Map<String, Samples> SAMPLES = Stream.of(
                    Costs.class, RawCosts.class, GarbageCosts.class, ReplayCosts.class)
            .flatMap(costs -> Arrays.stream(costs.getFields()))
            .map(field -> field.getName())
            .distinct()
            .collect(Collectors.toMap(counter -> counter, counter -> Samples.of(1)));

    @Test
    void bounds_aFreshTokenByItsSignature() {
        List<Row> rows = rows("VerifyFresh ES256 as shipped");
        assertThat(rows).extracting(Row::bound).containsExactly(1.08, 3.0, 3072.0);
        assertThat(rows("VerifyFresh RS256 as shipped")).extracting(Row::bound).containsExactly(null, 3.0, 3072.0);
    }

    @Test
    void bounds_peersFromBelow() {
        double least = Runtime.version().feature() < 22 ? 10 : 4.5;
        Row nimbus = rows("VerifyByPeer Nimbus ES256 as shipped").get(0);
        assertThat(nimbus.bound()).isEqualTo(least);
        assertThat(nimbus.verdict()).isEqualTo(Verdict.MISS);
        assertThat(rows("VerifyByPeer Nimbus RS256 as shipped").get(0).bound()).isEqualTo(1.5);
        assertThat(rows("VerifyByPeer jjwt RS256 as shipped").get(0).bound()).isNull();
    }

    @Test
    void bounds_garbage() {
        assertThat(rows("RefuseGarbage")).hasSize(6).extracting(Row::bound).containsOnly(3.0);
    }

    @Test
    void readsItsCasesBack() {
        for (Catalogue.Run run : FullCatalogue.runs(Pattern.compile(""))) {
            if (run.variant() instanceof TokenCase tokens) {
                assertThat(TokenCase.named(tokens.name())).isEqualTo(tokens);
            }
            if (run.variant() instanceof PolicyCase policy) {
                assertThat(PolicyCase.named(policy.name())).isEqualTo(policy);
            }
        }
    }

    @Test
    void makesRowsOfAllForks() {
        assertThat(FullCatalogue.runs(Pattern.compile("")))
                .allSatisfy(run -> assertThat(run.rows().apply(SAMPLES)).isNotEmpty());
    }

    private static List<Row> rows(String title) {
        List<Catalogue.Run> runs = FullCatalogue.runs(Pattern.compile(Pattern.quote(title) + "$"));
        assertThat(runs).hasSize(1);
        return runs.get(0).rows().apply(SAMPLES);
    }
}
