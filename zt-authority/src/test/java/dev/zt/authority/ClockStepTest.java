package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority whose clock is set, forwards by mistake and back again. */
class ClockStepTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private Town town;

    @BeforeEach
    void open() {
        town = Town.in(directory.resolve("authority"));
    }

    @AfterEach
    void close() {
        town.close();
    }

    private void step(Duration by) {
        town.clock.advance(by);
        town.authority().tick();
    }

    private Reply<Issued> enrol() {
        JoinFile join = town.join();
        return town.enrol(join, Town.newKey());
    }

    @Test
    void goesOn_afterAStepForwards() {
        List<KeyEntry> before = town.admin().keys();

        step(DAY);

        assertThat(enrol()).isInstanceOf(Reply.Given.class);
        assertThat(town.admin().keys()).containsAll(before);
    }

    @Test
    void issuesNothing_afterAStepBack_untilTheTimeHasComeAgain() {
        step(DAY);
        enrol();
        step(DAY.negated());
        assertThat(enrol()).isEqualTo(new Reply.Refused<>("authority-unavailable", Optional.of(Duration.ofSeconds(1))));

        step(DAY);

        assertThat(enrol()).isInstanceOf(Reply.Given.class);
    }

    @Test
    void issuesAgain_whenWhatWasIssuedInTheWrongTimeIsRevoked() {
        step(DAY);
        String wrong = ((Reply.Given<Issued>) enrol()).value().instance();
        step(DAY.negated());

        town.admin().revokeInstance(wrong, "issued by a clock that was wrong");

        assertThat(enrol()).isInstanceOf(Reply.Given.class);
    }

    @Test
    void drops_keysThatWereMadeInTheWrongTime() {
        step(DAY);
        step(Duration.ofHours(1));
        List<KeyEntry> wrong = town.admin().keys().stream()
                .filter(key -> key.createdAt().isAfter(town.clock.instant().minus(DAY)))
                .toList();
        assertThat(wrong).isNotEmpty();

        step(DAY.plusHours(1).negated());

        assertThat(town.admin().keys()).doesNotContainAnyElementsOf(wrong);
        assertThat(enrol()).isInstanceOf(Reply.Given.class);
    }

    @Test
    void neverLowersTheVersionOfTheStatus_whereverItsClockGoes() {
        step(DAY);
        town.admin().revokeWorkload("orders", "test");
        long version = town.admin().statusVersion();
        step(DAY.negated());

        town.admin().liftWorkload("orders");
        town.restart();

        assertThat(town.admin().statusVersion()).isGreaterThan(version);
    }
}
