package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.enrolment.JoinFile;
import dev.zt.identity.Audience;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.KeyUse;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.Membership;
import dev.zt.own.ServiceIdentity;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import dev.zt.tls.X509Svid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance and its authority, each as it runs in production, on a clock that the tests set. */
class MembershipTest {
    @TempDir
    Path directory;

    private Town town;
    private Path joinFile;

    @BeforeEach
    void open() throws IOException {
        town = Town.in(directory.resolve("authority"));
        joinFile = directory.resolve("join");
        write(town.join());
    }

    @AfterEach
    void close() {
        town.close();
    }

    private void write(JoinFile join) throws IOException {
        PrivateFile.replace(joinFile, join.toSecretJson().getBytes(StandardCharsets.UTF_8));
    }

    private Membership member() {
        return Membership.open(settings(Map.of()), Town.SIGNATURES, town.clock);
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ZT_SERVICE", "orders");
        variables.put("ZT_TRUST_DOMAIN", "shop.example");
        variables.put("ZT_JOIN_FILE", joinFile.toString());
        variables.put("ZT_STATE_DIRECTORY", directory.resolve("state").toString());
        variables.put("ZT_RELOAD_INTERVAL", "10ms");
        variables.putAll(more);
        return Settings.read(variables, directory);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Instant expiry(Membership member) {
        return member.identity().current().expiry();
    }

    @Test
    void enrols_andDiscardsTheJoinFile() {
        try (Membership member = member()) {
            assertThat(member.identity().current().id()).isEqualTo(Town.ORDERS);
            assertThat(member.identity().certificate().orElseThrow().id()).isEqualTo(Town.ORDERS);
            assertThat(member.bundles().bundle(Town.DOMAIN)).isInstanceOf(BundleLookup.Found.class);
            assertThat(member.identity().problem()).isEmpty();
            assertThat(joinFile).doesNotExist();
        }
    }

    @Test
    void keepsItsIdentity_overARestart() {
        Instant expiry;
        try (Membership member = member()) {
            expiry = expiry(member);
        }
        town.close();
        try (Membership member = member()) {
            assertThat(expiry(member)).isEqualTo(expiry);
        } finally {
            town.restart();
        }
    }

    @Test
    void renews_atHalfOfItsLife() {
        try (Membership member = member()) {
            Instant first = expiry(member);
            town.clock.advance(Duration.ofMinutes(34));
            await(() -> expiry(member).isAfter(first));

            assertThat(town.admin().instances())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.renewals()).isEqualTo(1));
        }
    }

    @Test
    void tells_listenersOfItsRenewal_onceTheNewCertificateIsInPlace() {
        try (Membership member = member()) {
            X509Svid first = member.identity().certificate().orElseThrow();
            Queue<X509Svid> seen = new ConcurrentLinkedQueue<>();
            member.identity().onRenewal(() -> {
                throw new IllegalStateException("a bug of a listener's");
            });
            member.identity()
                    .onRenewal(() -> seen.add(member.identity().certificate().orElseThrow()));
            for (int renewal = 1; renewal <= 2; renewal++) {
                int expected = renewal;
                town.clock.advance(Duration.ofMinutes(34));
                await(() -> seen.size() == expected);
            }

            assertThat(seen).doesNotContain(first).doesNotHaveDuplicates();
            assertThat(member.identity().problem()).isEmpty();
        }
    }

    @Test
    void sharesOneIdentity_betweenTwoUsersOfADirectory() {
        try (Membership one = member();
                Membership other = member()) {
            Instant first = expiry(one);
            assertThat(expiry(other)).isEqualTo(first);
            town.clock.advance(Duration.ofMinutes(34));
            await(() -> expiry(one).isAfter(first) && expiry(other).isAfter(first));

            assertThat(town.admin().instances()).singleElement().satisfies(entry -> {
                assertThat(entry.renewals()).isEqualTo(1);
                assertThat(entry.state()).isEqualTo("active");
            });
        }
    }

    @Test
    void startsDegraded_andRecoversByItself() throws IOException {
        int port = town.authority().url().getPort();
        town.close();
        try (ServiceIdentity me = ServiceIdentity.from(settings(Map.of()))) {
            assertThat(me.problem()).isPresent();
            assertThatThrownBy(() -> me.prove(Audience.of("https://billing.internal")))
                    .isInstanceOf(IdentityUnavailableException.class);
        }
        assertThat(port).isPositive();
        town.restart();
    }

    @Test
    void refuses_aDirectoryWithoutAnIdentityAndWithoutAJoinFile() throws IOException {
        Files.delete(joinFile);

        assertThatThrownBy(this::member)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("zt join");
    }

    @Test
    void refuses_aJoinFileForAnotherAuthority() {
        assertThatThrownBy(() -> Membership.open(
                        settings(Map.of("ZT_AUTHORITY", "https://other.example")), Town.SIGNATURES, town.clock))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("other.example");
    }

    @Test
    void refuses_anAuthorityWithAnotherTlsKey() throws IOException {
        JoinFile join = town.join();
        write(JoinFile.of(
                join.url(), join.workload(), join.bundleHash(), join.bundleHash(), join.token(), join.expiry()));
        try (Membership member = member()) {
            assertThat(member.identity().problem()).isPresent();
            assertThatThrownBy(() -> member.identity().current()).hasMessageContaining("pinned");
        }
        assertThat(town.admin().instances()).isEmpty();
    }

    @Test
    void refuses_anAuthorityWithAnotherBundle() throws IOException {
        JoinFile join = town.join();
        write(JoinFile.of(join.url(), join.workload(), join.tlsPin(), join.tlsPin(), join.token(), join.expiry()));
        try (Membership member = member()) {
            assertThatThrownBy(() -> member.identity().current()).hasMessageContaining("no identity yet");
        }
        assertThat(town.admin().instances()).isEmpty();
    }

    @Test
    void followsTheStatus() {
        try (Membership member = member()) {
            StatusSource status = member.followStatus();
            String instance = town.admin().instances().get(0).id();
            town.admin().revokeInstance(instance, "test");

            await(() -> status.status(Town.DOMAIN) instanceof StatusLookup.Known known
                    && known.status().instances().contains(instance));
        }
    }

    @Test
    void refuses_aStatusThatIsRolledBack() throws IOException {
        try (Membership member = member()) {
            member.followStatus();
        }
        Path version = directory.resolve("state/status.version");
        PrivateFile.replace(version, "99999999999999999".getBytes(StandardCharsets.US_ASCII));
        try (Membership member = member()) {
            StatusSource status = member.followStatus();

            assertThat(status.status(Town.DOMAIN))
                    .isInstanceOfAny(StatusLookup.Unavailable.class, StatusLookup.Known.class);
            if (status.status(Town.DOMAIN) instanceof StatusLookup.Known known) {
                // What was held before is still held; the rolled-back one did not take its place.
                assertThat(known.status().version()).isLessThan(99999999999999999L);
            }
        }
    }

    @Test
    void isLeftAlone_whenAWithdrawnKeyTakesItsTokenAway() {
        try (Membership member = member()) {
            member.followStatus();
            String kid = town.admin().keys().stream()
                    .filter(key -> key.purpose() == KeyEntry.Purpose.WIT)
                    .findFirst()
                    .orElseThrow()
                    .id();
            town.admin().withdrawKey(kid);

            await(() -> member.bundles().bundle(Town.DOMAIN) instanceof BundleLookup.Found found
                    && found.bundle().key(KeyUse.WIT_SVID, kid).isEmpty()
                    && found.bundle().size() == 1);
        }
    }
}
