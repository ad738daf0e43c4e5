package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.jose.SigningKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that is killed in the middle of a request (kill -9), and what it knows when it is started again. */
class KilledAuthorityTest {
    @TempDir
    Path base;

    private final SigningKey key = Town.newKey();
    private final SigningKey successor = Town.newKey();
    private JoinFile join;

    @BeforeEach
    void register() {
        try (Town town = town()) {
            join = town.join();
        }
    }

    private Town town() {
        return Town.in(
                directory(), builder -> builder.clock(InstantSource.system()).url(LoneAuthority.URL));
    }

    private Path directory() {
        return base.resolve("authority");
    }

    private static Issued issued(Reply<Issued> reply) {
        assertThat(reply).isInstanceOf(Reply.Given.class);
        return ((Reply.Given<Issued>) reply).value();
    }

    private static Reply<Issued> refused(String reason) {
        return new Reply.Refused<>(reason, Optional.empty());
    }

    private static void killWhileAsked(Forked authority, Supplier<Reply<Issued>> question) throws Exception {
        CompletableFuture<Reply<Issued>> asked = CompletableFuture.supplyAsync(question);
        authority.awaitStandstill();
        authority.kill();
        assertThat(asked.get(60, TimeUnit.SECONDS)).isInstanceOf(Reply.Unreachable.class);
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(strings = {"Nonces.next", "Nonces.isFresh", "Issuing.enrol", "issued"})
    void enrolsOnce_whereverItIsKilled(String step) throws Exception {
        try (Forked authority = Forked.start(directory(), step)) {
            killWhileAsked(authority, () -> authority.enrol(join, key));
        }
        try (Forked authority = Forked.start(directory(), "")) {
            Issued issued = issued(authority.enrol(join, key));

            assertThat(authority.instances()).containsExactly(issued.instance() + ":active:0");
            assertThat(authority.enrol(join, Town.newKey())).isEqualTo(refused("join-token-used"));
            assertThat(issued(authority.enrol(join, key)).instance()).isEqualTo(issued.instance());
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(strings = {"Nonces.isFresh", "Issuing.renew", "issued"})
    void renewsOnce_whereverItIsKilled(String step) throws Exception {
        String instance;
        try (Town town = town()) {
            instance = issued(town.enrol(join, key)).instance();
        }
        try (Forked authority = Forked.start(directory(), step)) {
            killWhileAsked(authority, () -> authority.renew(join, instance, key, successor));
        }
        try (Forked authority = Forked.start(directory(), "")) {
            assertThat(issued(authority.renew(join, instance, key, successor)).instance())
                    .isEqualTo(instance);

            assertThat(authority.instances()).containsExactly(instance + ":active:1");
            assertThat(authority.renew(join, instance, key, Town.newKey())).isEqualTo(refused("renewal-cloned"));
        }
    }

    @Test
    void revokes_whatItSaidItRevoked() throws Exception {
        String instance;
        try (Forked authority = Forked.start(directory(), "")) {
            instance = issued(authority.enrol(join, key)).instance();
            assertThat(authority.tell("revoke " + instance)).isEqualTo("revoked");
            authority.kill();
        }
        try (Forked authority = Forked.start(directory(), "")) {
            assertThat(authority.tell("revoked")).isEqualTo(instance);
            assertThat(authority.renew(join, instance, key, successor)).isEqualTo(refused("instance-barred"));
        }
    }
}
