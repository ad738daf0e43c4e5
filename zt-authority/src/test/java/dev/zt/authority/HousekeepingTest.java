package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.jose.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
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

    private void passes(Duration time) {
        town.clock.advance(time);
        town.authority().tick();
    }

    @Test
    void keeps_aRevocation_whileItsInstanceCouldComeBack() {
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
}
