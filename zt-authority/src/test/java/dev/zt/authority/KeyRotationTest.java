package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.authority.KeyEntry.Purpose;
import dev.zt.authority.KeyEntry.State;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.jose.CompactJws;
import dev.zt.keys.KeyUse;
import dev.zt.keys.TrustBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of signing keys, on a clock of the test's own: one day of signing, published 15 minutes ahead. */
class KeyRotationTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration AHEAD = Duration.ofMinutes(15);

    @TempDir
    Path directory;

    private Town town;
    private JoinFile join;

    @BeforeEach
    void open() {
        town = Town.in(directory.resolve("authority"));
        join = town.join();
    }

    @AfterEach
    void close() {
        town.close();
    }

    private List<KeyEntry> keys(State state) {
        return town.admin().keys().stream()
                .filter(key -> key.is(Purpose.WIT, state))
                .toList();
    }

    private String signer() {
        JoinFile fresh = town.join();
        Issued issued = ((Reply.Given<Issued>) town.enrol(fresh, Town.newKey())).value();
        return CompactJws.split(issued.wit()).header().keyId().orElseThrow();
    }

    private void passes(Duration time) {
        town.clock.advance(time);
        town.authority().tick();
    }

    @Test
    void publishes_aKeyBeforeItSigns() {
        String first = signer();

        passes(DAY.minus(AHEAD));

        KeyEntry next = keys(State.PREPARED).get(0);
        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, next.id())).isPresent();
        assertThat(signer()).isEqualTo(first);
    }

    @Test
    void signs_byTheNextKey_andStillPublishesThePredecessor() {
        String first = signer();
        passes(DAY.minus(AHEAD));
        String next = keys(State.PREPARED).get(0).id();

        passes(AHEAD);

        assertThat(signer()).isEqualTo(next).isNotEqualTo(first);
        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, first)).isPresent();
    }

    @Test
    void retires_aKeyWhenTheLastThatItSignedHasEnded() {
        String first = signer();
        passes(DAY.minus(AHEAD));
        passes(AHEAD);

        passes(Duration.ofMinutes(62));

        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, first)).isEmpty();
        assertThat(keys(State.RETIRING)).isEmpty();
    }

    @Test
    void raises_theSequenceOfTheBundle_withEachChange() {
        long before = town.bundle(join).sequence().getAsLong();

        town.admin().rotateKeys();

        assertThat(town.bundle(join).sequence().getAsLong()).isGreaterThan(before);
    }

    @Test
    void rotates_whenTold_andOnlyOnceUntilTheNextKeySigns() {
        String first = signer();

        town.admin().rotateKeys();
        town.admin().rotateKeys();

        assertThat(keys(State.PREPARED)).hasSize(1);
        String next = keys(State.PREPARED).get(0).id();
        assertThat(signer()).isEqualTo(first);
        passes(AHEAD);
        assertThat(signer()).isEqualTo(next);
    }

    @Test
    void takes_aWithdrawnKeyOutAtOnce() {
        String first = signer();

        town.admin().withdrawKey(first);

        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, first)).isEmpty();
        assertThat(signer()).isNotEqualTo(first);
    }

    @Test
    void takes_aRevokedSigningKeyOut_whoeverRevokedIt() {
        KeyEntry key = keys(State.ACTIVE).get(0);

        town.admin().revokeKey(key.thumbprint(), "stolen");

        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, key.id())).isEmpty();
        assertThat(keys(State.ACTIVE)).hasSize(1);
    }

    @Test
    void keeps_itsKeysAndTheirTimes_overARestart() {
        town.admin().rotateKeys();
        List<KeyEntry> before = town.admin().keys();

        town.restart();

        assertThat(town.admin().keys()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void refuses_toWithdrawAKeyOfNobody() {
        assertThatThrownBy(() -> town.admin().withdrawKey("wit-nobody")).hasMessageContaining("no signing key");
    }

    @Test
    void keepsTheBundleOfAJoinFile_whenKeysChangeMeanwhile() {
        town.admin().rotateKeys();

        assertThat(town.client(join).bundle(join.bundleHash())).isInstanceOf(Reply.Given.class);
        assertThat(town.enrol(join, Town.newKey())).isInstanceOf(Reply.Given.class);
        TrustBundle now = town.bundle(join);
        assertThat(now.key(KeyUse.WIT_SVID, keys(State.PREPARED).get(0).id())).isPresent();
    }

    @Test
    void takes_aWithdrawnKeyOut_evenIfTheKeyStoreCannotBeWritten() throws IOException {
        town.admin().rotateKeys();
        String withdrawn = keys(State.ACTIVE).get(0).id();
        // A directory in the place of the file: neither root nor anybody else can replace it.
        Path store = directory.resolve("authority").resolve("keys.p12");
        Path aside = directory.resolve("aside");
        Files.move(store, aside);
        Files.createDirectories(store.resolve("in-the-way"));
        assertThatThrownBy(() -> town.admin().withdrawKey(withdrawn)).isInstanceOf(UncheckedIOException.class);

        assertThat(town.bundle(join).key(KeyUse.WIT_SVID, withdrawn)).isEmpty();
        Files.delete(store.resolve("in-the-way"));
        Files.delete(store);
        town.authority().tick();
        assertThat(signer()).isNotEqualTo(withdrawn);
        assertThat(store).isRegularFile();
    }
}
