package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark's measured part runs once: every call is granted, or it throws. */
@Tag("thorough")
class ScenarioTest {
    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void admits_callersNeverSeen(Engine engine) {
        AdmitFresh benchmark = new AdmitFresh();
        benchmark.engine = engine;
        benchmark.sign();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void admits_callersRemembered(Engine engine) {
        AdmitRemembered benchmark = new AdmitRemembered();
        benchmark.engine = engine;
        benchmark.sign();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void admits_clientsRemembered(Engine engine) {
        AdmitDpop benchmark = new AdmitDpop();
        benchmark.engine = engine;
        benchmark.sign();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
        assertThat(costs.libraryBytes).isPositive();
    }

    @Test
    void admits_bearersRemembered() {
        AdmitBearer benchmark = new AdmitBearer();
        benchmark.sign();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.libraryBytes).isPositive();
        assertThat(costs.reference).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void admits_signedRequests(Engine engine) {
        AdmitSigned benchmark = new AdmitSigned();
        benchmark.engine = engine;
        benchmark.meet();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
        assertThat(costs.libraryBytes).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void meets_leaves(Engine engine) {
        MeetLeaf benchmark = new MeetLeaf();
        benchmark.engine = engine;
        benchmark.issue();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
        assertThat(costs.reference).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.TlsStack#present")
    void shakes_hands(TlsStack stack) {
        ShakeHands benchmark = new ShakeHands();
        benchmark.stack = stack;
        Costs costs = new Costs();
        try {
            benchmark.issue();
            benchmark.measure(costs);
        } finally {
            benchmark.leave();
        }
        assertThat(costs.library).isPositive();
        assertThat(costs.reference).isPositive();
    }

    @Test
    void admits_certificatesRemembered() {
        AdmitCertificate benchmark = new AdmitCertificate();
        benchmark.issue();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.libraryBytes).isPositive();
        assertThat(costs.raw).isPositive();
    }

    @Test
    void passes_filters() {
        PassFilters benchmark = new PassFilters();
        benchmark.sign();
        FilterCosts costs = new FilterCosts();
        benchmark.measure(costs);
        assertThat(costs.publicFilterBytes).isGreaterThan(costs.publicAdmitBytes);
        assertThat(costs.provenFilterBytes).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void mints_proofs(Engine engine) {
        MintProof benchmark = new MintProof();
        benchmark.engine = engine;
        benchmark.prepare();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void mints_proofsForAccessTokens(Engine engine) {
        MintDpop benchmark = new MintDpop();
        benchmark.engine = engine;
        benchmark.prepare();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
        assertThat(costs.libraryBytes).isPositive();
    }

    @ParameterizedTest
    @MethodSource("dev.zt.bench.Engine#present")
    void issues_tokens(Engine engine) {
        IssueWit benchmark = new IssueWit();
        benchmark.engine = engine;
        benchmark.prepare();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.library).isPositive();
    }

    @Test
    void enrols_instances() {
        EnrolInstance benchmark = new EnrolInstance();
        benchmark.start();
        EnrolmentCosts costs = new EnrolmentCosts();
        try {
            benchmark.measure(costs);
        } finally {
            benchmark.stop();
        }
        assertThat(costs.newConnection).isPositive();
        assertThat(costs.keptConnectionWall).isPositive();
    }

    @Test
    void checks_tokensByThePeer() {
        PeerToken benchmark = new PeerToken();
        benchmark.sign();
        Costs costs = new Costs();
        benchmark.measure(costs);
        assertThat(costs.reference).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 10_000})
    void writes_policiesOfAnySize(int rules) {
        Rules made = Rules.of(rules);
        assertThat(made.policy().endpoints()).hasSize(Math.max(2, rules / 4) + 1);
        assertThat(made.callsAcross(8)).hasSize(8);
    }

    @Test
    void writes_policiesForClients() {
        Rules made = Rules.ofClients(1000);
        assertThat(made.policy().endpoints()).hasSize(251);
        assertThat(made.callsAcross(8))
                .extracting(call -> call.caller().issuer())
                .containsOnly(Rules.ISSUER);
    }
}
