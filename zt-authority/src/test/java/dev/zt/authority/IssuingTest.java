package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditEvent;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.enrolment.SignedStatus;
import dev.zt.enrolment.TaggedText;
import dev.zt.jose.Algorithm;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JsonObject;
import dev.zt.jose.SigningKey;
import dev.zt.keys.KeyUse;
import dev.zt.keys.TrustBundle;
import dev.zt.posture.RevocationStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuingTest {
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

    private static Issued issued(Reply<Issued> reply) {
        assertThat(reply).isInstanceOf(Reply.Given.class);
        return ((Reply.Given<Issued>) reply).value();
    }

    private static AbstractStringAssert<?> assertRefused(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Reply.Refused.class);
        return assertThat(((Reply.Refused<?>) reply).reason());
    }

    private static JsonObject claims(Issued issued) {
        return CompactJws.split(issued.wit()).payload();
    }

    private RevocationStatus status(JoinFile join) {
        TrustBundle bundle = town.bundle(join);
        Reply<TaggedText> reply = town.client(join).status(null);
        String text = ((Reply.Given<TaggedText>) reply).value().text();
        return ((SignedStatus.Reading.Valid) SignedStatus.read(text, bundle, town.clock.instant())).status();
    }

    @Test
    void issues_aTokenForTheKeyThatWasProven() {
        JoinFile join = town.join();
        SigningKey key = Town.newKey();

        Issued issued = issued(town.enrol(join, key));

        CompactJws wit = CompactJws.split(issued.wit());
        assertThat(town.bundle(join)
                        .key(KeyUse.WIT_SVID, wit.header().keyId().orElseThrow())
                        .orElseThrow()
                        .signed(wit))
                .isTrue();
        JsonObject claims = claims(issued);
        assertThat(claims.string("sub")).contains("spiffe://shop.example/orders");
        assertThat(claims.string("iss")).contains("spiffe://shop.example/zt/authority");
        assertThat(claims.string("instance")).contains(issued.instance());
        assertThat(claims.has("aud")).isFalse();
        assertThat(claims.time("exp")).contains(town.clock.instant().plus(Duration.ofHours(1)));
        assertThat(claims.object("cnf")
                        .orElseThrow()
                        .object("jwk")
                        .orElseThrow()
                        .string("x"))
                .isPresent();
    }

    @Test
    void givesTheSameAgain_toTheSameKey() {
        JoinFile join = town.join();
        SigningKey key = Town.newKey();
        Issued first = issued(town.enrol(join, key));
        town.clock.advance(Duration.ofSeconds(20));

        Issued second = issued(town.enrol(join, key));

        assertThat(second.instance()).isEqualTo(first.instance());
        assertThat(claims(second).string("jti")).isEqualTo(claims(first).string("jti"));
        assertThat(claims(second).time("exp")).isEqualTo(claims(first).time("exp"));
        assertThat(town.admin().instances()).hasSize(1);
    }

    @Test
    void refusesAndRecords_aSecondKeyWithTheSameToken() {
        JoinFile join = town.join();
        issued(town.enrol(join, Town.newKey()));

        assertRefused(town.enrol(join, Town.newKey())).isEqualTo("join-token-used");

        assertThat(town.audit.events())
                .anySatisfy(event -> assertThat(event.reason()).isEqualTo("join-token-used"));
        assertThat(town.admin().instances()).hasSize(1);
    }

    @Test
    void refuses_anUnknownToken() {
        JoinFile join = town.join();
        JoinFile forged = JoinFile.of(
                join.url(), join.workload(), join.bundleHash(), join.tlsPin(), join.tlsPin(), join.expiry());

        assertRefused(town.enrol(forged, Town.newKey())).isEqualTo("join-token-unknown");
    }

    @Test
    void refuses_anExpiredToken() {
        JoinFile join = town.join();
        town.clock.advance(Duration.ofMinutes(10));

        assertRefused(town.enrol(join, Town.newKey())).isEqualTo("join-token-expired");
    }

    @Test
    void refuses_aTokenOfARemovedWorkload() {
        JoinFile join = town.join();
        town.admin().removeWorkload("orders");

        assertRefused(town.enrol(join, Town.newKey())).isEqualTo("join-token-unknown");
    }

    @Test
    void refuses_aNonceThatIsTooOld() {
        JoinFile join = town.join();
        AuthorityClient client = town.client(join);
        String nonce = town.nonce(client);
        town.clock.advance(Duration.ofMinutes(1));

        assertRefused(client.enrol(
                        KeyProof.enrolment(town.authority().url(), nonce, join.token(), Town.newKey(), Town.request())))
                .isEqualTo("nonce-invalid");
    }

    @Test
    void refuses_aProofForAnotherAuthority() {
        JoinFile join = town.join();
        AuthorityClient client = town.client(join);

        assertRefused(client.enrol(KeyProof.enrolment(
                        URI.create("https://other.example"),
                        town.nonce(client),
                        join.token(),
                        Town.newKey(),
                        Town.request())))
                .isEqualTo("enrolment-proof");
    }

    @Test
    void refuses_aKeyThatNoVerifierWouldTake() {
        JoinFile join = town.join();

        assertRefused(town.enrol(join, Town.newKey(Algorithm.ED25519))).isEqualTo("enrolment-proof");
    }

    @Test
    void refuses_aTokenThatTheProofDoesNotBind() {
        JoinFile join = town.join();
        JoinFile other = town.join();
        AuthorityClient client = town.client(join);
        String request = KeyProof.enrolment(
                town.authority().url(), town.nonce(client), join.token(), Town.newKey(), Town.request());

        assertRefused(client.enrol(request.replace(join.token(), other.token())))
                .isEqualTo("enrolment-proof");
    }

    @Test
    void refuses_aCertificateRequestThatIsNone() {
        JoinFile join = town.join();
        AuthorityClient client = town.client(join);

        assertRefused(client.enrol(KeyProof.enrolment(
                        town.authority().url(), town.nonce(client), join.token(), Town.newKey(), new byte[] {1, 2})))
                .isEqualTo("csr-invalid");
    }

    @Test
    void refuses_whatIsNoRequest() {
        AuthorityClient client = town.client(town.join());

        assertRefused(client.enrol("{}")).isEqualTo("enrolment-malformed");
        assertRefused(client.enrol("[]")).isEqualTo("enrolment-malformed");
        assertRefused(client.enrol("{\"token\":\"a\",\"proof\":\"b\",\"csr\":\"c\",\"d\":1}"))
                .isEqualTo("enrolment-malformed");
        assertRefused(client.renew("x".repeat(70_000))).isEqualTo("enrolment-malformed");
    }

    @Test
    void renews_withTheSameInstance() {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        town.clock.advance(Duration.ofMinutes(30));

        Issued next = issued(town.renew(join, held.instance(), first, Town.newKey()));

        assertThat(next.instance()).isEqualTo(held.instance());
        assertThat(claims(next).time("exp")).contains(town.clock.instant().plus(Duration.ofHours(1)));
        assertThat(claims(next).string("jti")).isNotEqualTo(claims(held).string("jti"));
    }

    @Test
    void answersTheSameRenewal_alike() {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        SigningKey second = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        Issued next = issued(town.renew(join, held.instance(), first, second));
        town.restart();
        town.clock.advance(Duration.ofSeconds(30));

        Issued again = issued(town.renew(join, held.instance(), first, second));

        assertThat(claims(again).string("jti")).isEqualTo(claims(next).string("jti"));
        assertThat(claims(again).time("exp")).isEqualTo(claims(next).time("exp"));
        assertThat(town.admin().instances()).singleElement().satisfies(entry -> {
            assertThat(entry.renewals()).isEqualTo(1);
            assertThat(entry.state()).isEqualTo("active");
        });
    }

    @Test
    void quarantines_aClone() {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        SigningKey second = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        issued(town.renew(join, held.instance(), first, second));
        long before = status(join).version();

        assertRefused(town.renew(join, held.instance(), first, Town.newKey())).isEqualTo("renewal-cloned");

        assertThat(status(join).instances()).containsExactly(held.instance());
        assertThat(status(join).version()).isGreaterThan(before);
        assertRefused(town.renew(join, held.instance(), second, Town.newKey())).isEqualTo("instance-barred");
        assertThat(town.admin().instances())
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo("quarantined"));
        assertThat(town.audit.events())
                .anySatisfy(event -> assertThat(event.reason()).isEqualTo("renewal-cloned"));
    }

    @Test
    void refuses_aRenewalByAKeyOfNobody() {
        JoinFile join = town.join();
        Issued held = issued(town.enrol(join, Town.newKey()));

        assertRefused(town.renew(join, held.instance(), Town.newKey(), Town.newKey()))
                .isEqualTo("instance-unknown");
        assertThat(status(join).instances()).isEmpty();
    }

    @Test
    void refuses_aRenewalByTheKeyOfAnotherInstance() {
        SigningKey mine = Town.newKey();
        JoinFile join = town.join();
        issued(town.enrol(join, mine));
        Issued other = issued(town.enrol(town.join(), Town.newKey()));

        assertRefused(town.renew(join, other.instance(), mine, Town.newKey())).isEqualTo("instance-unknown");
    }

    @Test
    void renews_anIdentityThatEndedALittleAgo() {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        town.clock.advance(Duration.ofHours(5));

        assertThat(issued(town.renew(join, held.instance(), first, Town.newKey()))
                        .instance())
                .isEqualTo(held.instance());
    }

    @Test
    void refuses_anIdentityThatEndedLongAgo() {
        JoinFile join = town.join();
        SigningKey first = Town.newKey();
        Issued held = issued(town.enrol(join, first));
        town.clock.advance(Duration.ofHours(25).plusSeconds(1));

        assertRefused(town.renew(join, held.instance(), first, Town.newKey())).isEqualTo("renewal-lapsed");
    }

    @Test
    void refuses_aRevokedInstance_andNotItsSister() {
        JoinFile join = town.join();
        SigningKey one = Town.newKey();
        SigningKey other = Town.newKey();
        Issued revoked = issued(town.enrol(join, one));
        Issued sister = issued(town.enrol(town.join(), other));
        town.admin().revokeInstance(revoked.instance(), "test");

        assertRefused(town.renew(join, revoked.instance(), one, Town.newKey())).isEqualTo("instance-barred");
        assertThat(issued(town.renew(join, sister.instance(), other, Town.newKey())))
                .isNotNull();
        assertThat(status(join).instances()).containsExactly(revoked.instance());
    }

    @Test
    void renews_anInstanceWhoseRevocationWasLifted() {
        JoinFile join = town.join();
        SigningKey key = Town.newKey();
        Issued held = issued(town.enrol(join, key));
        town.admin().revokeInstance(held.instance(), "test");
        long version = status(join).version();
        town.admin().liftInstance(held.instance());

        assertThat(issued(town.renew(join, held.instance(), key, Town.newKey())))
                .isNotNull();
        assertThat(status(join).instances()).isEmpty();
        assertThat(status(join).version()).isGreaterThan(version);
    }

    @Test
    void refuses_aRevokedWorkload() {
        JoinFile join = town.join();
        town.admin().revokeWorkload("orders", "test");

        assertRefused(town.enrol(join, Town.newKey())).isEqualTo("instance-barred");
        assertThat(status(join).workloads()).containsExactly(Town.ORDERS);
    }

    @Test
    void refuses_aRevokedKey() {
        JoinFile join = town.join();
        SigningKey key = Town.newKey();
        Issued held = issued(town.enrol(join, key));
        town.admin().revokeKey(key.publicJwk().thumbprint(), "leaked");

        assertRefused(town.renew(join, held.instance(), key, Town.newKey())).isEqualTo("instance-barred");
        assertThat(status(join).keys()).containsExactly(key.publicJwk().thumbprint());
    }

    @Test
    void issuesNothing_whileTheClockIsBehindWhatWasIssued() {
        JoinFile join = town.join();
        issued(town.enrol(join, Town.newKey()));
        town.clock.advance(Duration.ofMinutes(-2));
        JoinFile second = town.join();

        assertRefused(town.enrol(second, Town.newKey())).isEqualTo("authority-unavailable");

        town.clock.advance(Duration.ofSeconds(121));
        assertThat(issued(town.enrol(second, Town.newKey()))).isNotNull();
    }

    @Test
    void givesOneTokenToOneKey_howeverManyAskAtOnce() throws Exception {
        JoinFile join = town.join();
        List<Callable<Reply<Issued>>> races = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            SigningKey key = Town.newKey();
            races.add(() -> town.enrol(join, key));
        }
        int won = 0;
        for (Future<Reply<Issued>> race : inParallel(races)) {
            won += race.get() instanceof Reply.Given ? 1 : 0;
        }

        assertThat(won).isEqualTo(1);
        assertThat(town.admin().instances()).hasSize(1);
    }

    @Test
    void losesAndDoublesNone_ofManyThatEnrolAtOnce() throws Exception {
        int count = 100;
        List<Callable<Reply<Issued>>> enrolments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JoinFile join = town.join();
            enrolments.add(() -> town.enrol(join, Town.newKey()));
        }
        List<String> instances = new ArrayList<>();
        for (Future<Reply<Issued>> enrolment : inParallel(enrolments)) {
            instances.add(issued(enrolment.get()).instance());
        }

        assertThat(instances).doesNotHaveDuplicates().hasSize(count);
        assertThat(town.admin().instances()).hasSize(count);
    }

    private static <T> List<Future<T>> inParallel(List<Callable<T>> tasks) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            return pool.invokeAll(tasks);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void remembers_acrossARestart() {
        JoinFile join = town.join();
        JoinFile unused = town.join();
        SigningKey key = Town.newKey();
        Issued held = issued(town.enrol(join, key));
        town.admin().revokeKey(Town.newKey().publicJwk().thumbprint(), "test");
        RevocationStatus before = status(join);

        town.restart();

        assertThat(status(join).keys()).isEqualTo(before.keys());
        assertThat(status(join).version()).isGreaterThan(before.version());
        assertRefused(town.enrol(join, Town.newKey())).isEqualTo("join-token-used");
        assertThat(issued(town.enrol(unused, Town.newKey()))).isNotNull();
        assertThat(issued(town.renew(join, held.instance(), key, Town.newKey())).instance())
                .isEqualTo(held.instance());
    }

    @Test
    void records_whatItIssued() {
        Issued issued = issued(town.enrol(town.join(), Town.newKey()));

        assertThat(town.audit.events()).anySatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.PERMIT);
            assertThat(event.reason()).isEqualTo("issued");
            assertThat(event.caller()).contains(Town.ORDERS);
            assertThat(event.instance().orElseThrow().value()).isEqualTo(issued.instance());
        });
    }

    @Test
    void refuses_reservedAndUnknownNames() {
        assertThatThrownBy(() -> town.admin().addWorkload("zt/authority")).hasMessageContaining("authority's own");
        assertThatThrownBy(() -> town.admin().addWorkload("orders")).hasMessageContaining("already");
        assertThatThrownBy(() -> town.admin().addWorkload("a/../b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> town.admin().join("nobody", Duration.ofMinutes(1)))
                .hasMessageContaining("zt workload add");
        assertThatThrownBy(() -> town.admin().join("orders", Duration.ofMinutes(11)))
                .hasMessageContaining("10 min");
        assertThatThrownBy(() -> town.admin().revokeInstance("nobody", "x")).hasMessageContaining("no instance");
    }

    @Test
    void bringsNoInstanceBack_withAWorkloadThatComesBack() {
        JoinFile join = town.join();
        SigningKey key = Town.newKey();
        Issued issued = issued(town.enrol(join, key));
        town.admin().removeWorkload("orders");

        town.admin().addWorkload("orders");

        assertRefused(town.renew(join, issued.instance(), key, Town.newKey())).isEqualTo("instance-barred");
        assertThat(town.enrol(town.join(), Town.newKey())).isInstanceOf(Reply.Given.class);
    }

    @Test
    void keeps_aWorkloadRevoked_thatWasRevokedForAnotherReason() {
        town.admin().revokeWorkload("orders", "compromised");
        town.admin().removeWorkload("orders");

        town.admin().addWorkload("orders");

        assertThat(town.admin().revocations())
                .extracting(RevocationEntry::reason)
                .contains("compromised");
    }

    @Test
    void refuses_whatIsNoKeyAndNoReason() {
        assertThatThrownBy(() -> town.admin().revokeKey("wit-abc", "test")).hasMessageContaining("thumbprint");
        assertThatThrownBy(() -> town.admin().revokeWorkload("orders", "one\nrow more"))
                .hasMessageContaining("not of one line");
    }
}
