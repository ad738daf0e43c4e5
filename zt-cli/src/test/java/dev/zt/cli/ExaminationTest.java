package dev.zt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Settings;
import dev.zt.own.KeptIdentity;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong with an instance, found and explained. */
class ExaminationTest {
    @TempDir
    Path base;

    private Shop shop;
    private Map<String, String> variables;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(base);
        variables = new HashMap<>(shop.variables("orders"));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Settings settings() {
        return Settings.ofVariables(variables, base);
    }

    private void enrol() {
        ServiceIdentity.from(settings()).close();
    }

    private Path state() {
        return base.resolve("orders.state");
    }

    private List<Finding> findings() {
        return findings(InstantSource.system());
    }

    private List<Finding> findings(InstantSource clock) {
        return new Examination(settings(), clock).findings();
    }

    private static List<String> bad(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.level() == Finding.Level.BAD)
                .peek(finding -> assertThat(finding.advice()).isNotEmpty())
                .map(finding -> finding.area() + ": " + finding.text())
                .toList();
    }

    private static void assertBad(List<Finding> findings, String start) {
        assertThat(bad(findings)).anySatisfy(line -> assertThat(line).startsWith(start));
    }

    private static InstantSource ahead(Duration by) {
        Instant then = Instant.now().plus(by);
        return () -> then;
    }

    @Test
    void finds_nothingBad_whereAllIsWell() {
        enrol();

        List<Finding> findings = findings();

        assertThat(bad(findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::area)
                .contains("settings", "identity", "trust", "authority", "clock", "status", "policy");
    }

    @Test
    void leaves_theJoinFileUnused() {
        assertThat(bad(findings())).isEmpty();

        assertThat(base.resolve("orders.join")).exists();
        assertThat(KeptIdentity.in(state())).isEmpty();
    }

    @Test
    void finds_thatNobodyJoined() throws IOException {
        Files.delete(base.resolve("orders.join"));

        assertBad(findings(), "identity: there is none in");
    }

    @Test
    void finds_aJoinFileThatEnded() {
        assertBad(findings(ahead(Duration.ofMinutes(2))), "identity: the join file");
    }

    @Test
    void finds_anIdentityThatEnded() {
        enrol();

        assertBad(findings(ahead(Duration.ofHours(2))), "identity: its token ended at");
    }

    @Test
    void warns_ofAnIdentityThatWasNotRenewed() {
        enrol();

        assertThat(findings(ahead(Duration.ofMinutes(50))))
                .filteredOn(finding -> finding.level() == Finding.Level.WARNING)
                .extracting(Finding::text)
                .anySatisfy(text -> assertThat(text).startsWith("its token should have been renewed"));
    }

    @Test
    void finds_aClockThatIsAhead() {
        enrol();

        assertBad(findings(ahead(Duration.ofMinutes(5))), "clock: differs from the authority's by about");
    }

    @Test
    void finds_aClockThatIsBehind() {
        enrol();

        assertBad(findings(ahead(Duration.ofSeconds(-28))), "clock: differs from the authority's by about");
    }

    @Test
    void finds_anAuthorityThatIsAway() {
        enrol();
        shop.authority().close();

        assertBad(findings(), "authority: no answer from");
    }

    @Test
    void finds_thatTheInstanceWasRevoked() {
        enrol();
        String instance = KeptIdentity.in(state())
                .flatMap(KeptIdentity::issued)
                .orElseThrow()
                .instance()
                .value();
        shop.authority().administration().revokeInstance(instance, "test");

        assertBad(findings(), "status: this instance is revoked");
    }

    @Test
    void finds_aStateThatOthersMayRead() throws IOException {
        enrol();
        Files.setPosixFilePermissions(state().resolve("instance.json"), PosixFilePermissions.fromString("rw-r--r--"));

        assertBad(findings(), "identity: " + state().resolve("instance.json") + ": must be readable only by its owner");
    }

    @Test
    void finds_aPolicyWithAMistake() throws IOException {
        enrol();
        Files.writeString(base.resolve("zt-policy.yaml"), "zt: 1\nservce: orders\n");

        assertBad(findings(), "policy: " + base.resolve("zt-policy.yaml") + ":2:1: unknown key 'servce'");
    }

    @Test
    void finds_aPolicyOfAnotherService() {
        enrol();
        variables.put("ZT_SERVICE", "billing");

        assertBad(findings(), "policy: " + base.resolve("zt-policy.yaml") + " is for 'orders'");
    }

    @Test
    void finds_aTestOfThePolicyThatFails() throws IOException {
        enrol();
        Path policy = base.resolve("zt-policy.yaml");
        Files.writeString(policy, Files.readString(policy).replace("expect: allow A1", "expect: deny"));

        assertThat(bad(findings())).singleElement().asString().contains("expected deny but the policy says allow A1");
    }

    @Test
    void finds_thatTheTrustDomainIsMissing() {
        variables.remove("ZT_TRUST_DOMAIN");

        assertBad(findings(), "settings: the variables: missing 'trust-domain'");
    }

    @Test
    void finds_aBundleThatIsMissing() throws IOException {
        enrol();
        Files.delete(state().resolve("bundle.json"));

        assertBad(findings(), "trust: there is no bundle in");
    }

    @Test
    void finds_aBundleThatIsDamaged() throws IOException {
        enrol();
        Files.writeString(state().resolve("bundle.json"), "{");

        assertBad(findings(), "trust: " + state().resolve("bundle.json"));
    }
}
