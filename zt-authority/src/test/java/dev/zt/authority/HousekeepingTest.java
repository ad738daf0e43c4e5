package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.identity.DatabaseUser;
import dev.zt.jose.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    private static final Duration STEP = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private Town town;
    private String instance;
    private SigningKey key;
    private JoinFile join;

    @BeforeEach
    void open() {
        town = Town.in(directory.resolve("authority"));
        join = town.join();
        key = Town.newKey();
        instance = ((Reply.Given<Issued>) town.enrol(join, key)).value().instance();
        town.admin().revokeInstance(instance, "test");
    }

    @AfterEach
    void close() {
        town.close();
    }

    // As clocks go: step by step, with a look at each.
    private void passes(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
            town.clock.advance(STEP);
            town.authority().tick();
        }
    }

    private long released() {
        town.close();
        try (Database database = Database.open(directory.resolve("authority"))) {
            return database.read(connection -> Database.one(
                            connection, "SELECT COUNT(*) FROM released_database_user", row -> row.getLong(1)))
                    .orElseThrow();
        } finally {
            town.restart();
        }
    }

    @Test
    void forgets_whoHadADatabaseUser_whenItIsFreeForADay() {
        town.admin().assignDatabaseUser("orders", DatabaseUser.of("svc_orders"));
        town.admin().withdrawDatabaseUser("orders");

        passes(Duration.ofHours(24));
        assertThat(released()).isEqualTo(1);
        passes(Duration.ofHours(3));
        assertThat(released()).isZero();
    }

    @Test
    void keeps_aRevocation_forADayLongerThanItsInstanceCouldComeBack() {
        passes(Duration.ofDays(2));

        assertThat(town.admin().revocations())
                .extracting(RevocationEntry::subject)
                .containsExactly(instance);
    }

    @Test
    void forgets_aRevocation_whenNobodyCouldUseTheIdentityAnyMore() {
        long version = town.admin().statusVersion();

        passes(Duration.ofHours(51));

        assertThat(town.admin().revocations()).isEmpty();
        assertThat(town.admin().statusVersion()).isGreaterThan(version);
    }

    @Test
    void believesNoKey_ofAnInstanceThatItForgot() {
        passes(Duration.ofHours(51));

        Reply<Issued> reply = town.renew(join, instance, key, Town.newKey());

        assertThat(reply).isEqualTo(new Reply.Refused<>("instance-unknown", java.util.Optional.empty()));
    }

    @Test
    void believesNoToken_ofAnInstanceThatItForgot() {
        passes(Duration.ofHours(51));

        assertThat(town.enrol(join, Town.newKey()))
                .isEqualTo(new Reply.Refused<>("join-token-unknown", java.util.Optional.empty()));
    }

    @Test
    void keepsRevocations_whenTheClockWasDaysAheadForAMoment() {
        town.clock.advance(Duration.ofDays(3));
        town.authority().tick();
        town.clock.advance(Duration.ofDays(-3));
        town.authority().tick();

        assertThat(town.admin().revocations())
                .extracting(RevocationEntry::subject)
                .containsExactly(instance);
    }

    @Test
    void knowsATokenAsUsed_asLongAsItCanBeShown() {
        town.close();
        town = Town.in(
                directory.resolve("brief"),
                builder -> builder.lives(Duration.ofSeconds(2), Duration.ofSeconds(2))
                        .renewalGrace(Duration.ZERO));
        join = town.join();
        town.enrol(join, key);
        passes(Duration.ofDays(1));
        town.clock.advance(Duration.ofDays(-1));

        assertThat(town.enrol(join, Town.newKey())).isNotInstanceOf(Reply.Given.class);
    }
}
