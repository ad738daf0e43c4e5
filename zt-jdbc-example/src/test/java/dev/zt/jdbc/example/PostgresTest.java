package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each step of the guided run is a test, over one PostgreSQL server. */
@Timeout(180)
class PostgresTest {
    @TempDir
    static Path directory;

    private static PostgresScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = PostgresScene.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
    }

    @TestFactory
    Stream<DynamicTest> serves_whatIsAllowed() {
        return Steps.tests(HonestCalls.of(scene));
    }

    @TestFactory
    Stream<DynamicTest> auditsJobs_withoutOtherRights() {
        return Steps.tests(Evidence.ofJobs(scene));
    }

    @TestFactory
    Stream<DynamicTest> refuses_whatIsNotAllowedOverHttp() {
        return Steps.tests(CommonAttacks.overHttp(scene));
    }

    @TestFactory
    Stream<DynamicTest> holds_whenSqlIsInjected() {
        return Steps.tests(SqlAttacks.injected(scene));
    }

    @TestFactory
    Stream<DynamicTest> refuses_transactionsThatNobodyIsBoundTo() {
        return Steps.tests(CommonAttacks.fromWrongCode(scene));
    }

    @TestFactory
    Stream<DynamicTest> holds_whenCodeIsWrong() {
        return Steps.tests(SqlAttacks.fromWrongCode(scene));
    }

    @TestFactory
    Stream<DynamicTest> handsNothingOn_inThePool() {
        return Steps.tests(PoolAttacks.of(scene));
    }

    @TestFactory
    Stream<DynamicTest> letsIn_noOtherCertificate() {
        return Steps.tests(CertificateAttacks.ofClients(scene));
    }

    @TestFactory
    Stream<DynamicTest> believes_noLyingCertificateAndNoOtherServer() {
        return Steps.tests(CertificateAttacks.ofServersAndAuthorities(scene));
    }

    @TestFactory
    Stream<DynamicTest> recovers_whenTheServerWasAway() {
        return Steps.tests(Outages.of(scene));
    }

    @Test
    void logs_whoLoggedIn() {
        Steps.check(Evidence.ofLogins(scene).get(0));
    }

    @Test
    void ends_sessionsOfRevokedInstances() throws Exception {
        try (Revocation revocation = Revocation.of(scene)) {
            revocation.steps().forEach(Steps::check);
        }
    }

    @Test
    void goesOn_whileCertificatesAreRenewed() {
        Steps.check(RotationLoad.of(scene, Duration.ofSeconds(3)));
    }

    @Test
    @Tag("load")
    void goesOn_forAMinuteOfRenewals() {
        double fraction = Double.parseDouble(System.getProperty("zt.load", "1"));
        Steps.check(RotationLoad.of(scene, Duration.ofMillis(Math.max(3_000, Math.round(60_000 * fraction)))));
    }

    @Test
    void measures_bothKindsOfTransactions() throws Exception {
        List<String> figures = Costs.measure(scene, 10);

        assertThat(figures).hasSize(2).allMatch(line -> line.contains("bare") && line.contains("bound and signed"));
    }
}
