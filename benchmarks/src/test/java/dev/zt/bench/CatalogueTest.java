package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Map<String, Samples> SAMPLES = Stream.of(Costs.class, EnrolmentCosts.class, FilterCosts.class)
            .flatMap(costs -> Arrays.stream(costs.getFields()))
            .map(Field::getName)
            .distinct()
            .collect(Collectors.toMap(counter -> counter, counter -> Samples.of(1)));

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void bounds_theIssuingOfATokenByARawSigning(Engine engine) {
        Row issue = rows("IssueWit " + engine.label()).get(0);
        assertThat(issue.what()).isEqualTo("issue a WIT");
        assertThat(issue.engine()).isEqualTo(engine.label());
        assertThat(issue.against()).extracting(Row.Against::what).isEqualTo("a raw signing");
        assertThat(issue.bound()).isEqualTo(1.3);
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void bounds_proofsOfAccessTokensByOneRawOperation(Engine engine) {
        Row admit = rows("AdmitDpop " + engine.label()).get(0);
        assertThat(admit.against()).extracting(Row.Against::what).isEqualTo("a raw check");
        assertThat(admit.bound()).isEqualTo(1.15);
        Row mint = rows("MintDpop " + engine.label()).get(0);
        assertThat(mint.against()).extracting(Row.Against::what).isEqualTo("a raw signing");
        assertThat(mint.bound()).isEqualTo(1.15);
    }

    @Test
    void bounds_knownBearersByTimeAndMemory() {
        List<Row> rows = rows("AdmitBearer");
        assertThat(rows).extracting(Row::bound).containsExactly(1.5, 1228.0, null, null);
        assertThat(rows).extracting(Row::unit).startsWith(Row.Unit.MICROS, Row.Unit.BYTES);
    }

    @Test
    void bounds_whatACertificateCosts() {
        assertThat(rows("AdmitCertificate")).extracting(Row::bound).containsExactly(2.0, null, null);
        assertThat(rows("MeetLeaf BouncyCastle").get(0).bound()).isEqualTo(1.5);
    }

    @Test
    void states_handshakesBySecond() {
        List<Row> rows = rows("ShakeHands JDK");
        assertThat(rows)
                .extracting(Row::unit)
                .containsExactly(Row.Unit.PER_SECOND, Row.Unit.BYTES, Row.Unit.PER_SECOND);
        assertThat(rows.get(0).measured().median()).isEqualTo(1_000_000);
        assertThat(rows).extracting(Row::verdict).containsOnly(Verdict.NONE);
    }

    @Test
    void states_theEnrolmentWithoutABound() {
        List<Row> rows = rows("EnrolInstance");
        assertThat(rows)
                .extracting(Row::what)
                .containsExactly("enrol, new connection", "  on the clock", "enrol, kept connection", "  on the clock");
        assertThat(rows).extracting(Row::verdict).containsOnly(Verdict.NONE);
    }

    @Test
    void bounds_whatTheFiltersAdd_notWhatTheyCost() {
        List<Row> rows = rows("PassFilters");
        assertThat(rows).extracting(Row::bound).containsExactly(3.0, 2048.0, 3.0, 2048.0, 3.0, 2048.0);
        assertThat(rows).extracting(row -> row.compared().median()).containsOnly(0.0);
    }

    @ParameterizedTest
    @EnumSource(CallingClient.class)
    void bounds_whatAClientAddsToItsProof(CallingClient client) {
        List<Row> rows = rows("ProveCall " + client.label());

        assertThat(rows.get(0).against()).extracting(Row.Against::what).isEqualTo("minting the proof");
        assertThat(rows).extracting(Row::bound).containsExactly(5.0, null, null);
    }

    private static List<Row> rows(String title) {
        List<Catalogue.Run> runs = Catalogue.runs(Pattern.compile(Pattern.quote(title) + "$"));
        assertThat(runs).hasSize(1);
        return runs.get(0).rows().apply(SAMPLES);
    }
}
