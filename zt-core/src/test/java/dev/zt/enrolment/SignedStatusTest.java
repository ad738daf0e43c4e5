package dev.zt.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.SignedStatus.Reading;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.TrustBundle;
import dev.zt.posture.RevocationStatus;
import dev.zt.verify.Forge;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedStatusTest {
    private static final StatusForge FORGE = new StatusForge();
    private static final TrustBundle BUNDLE = FORGE.bundle();
    private static final Map<String, String> CLAIMS = StatusForge.claims(7);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";

    private static Reading read(String text) {
        return SignedStatus.read(text, BUNDLE, StatusForge.NOW);
    }

    private static void assertRefused(String text, String problem) {
        assertThat(read(text))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problem()).contains(problem));
    }

    @Test
    void reads_whatTheAuthoritySigned() {
        assertThat(read(FORGE.document(7)))
                .isEqualTo(new Reading.Valid(new RevocationStatus(
                        StatusForge.DOMAIN,
                        7,
                        StatusForge.NOW,
                        3,
                        Set.of("i-1"),
                        Set.of(WorkloadId.of("spiffe://shop.example/billing")),
                        Set.of("thumbprint"))));
    }

    @Test
    void knows_noUnpublishedKey() {
        String header = Forge.json(StatusForge.header("zt-status+jwt", "key-2"));

        assertThat(read(Forge.sign(header, Forge.json(CLAIMS), FORGE.key))).isEqualTo(new Reading.KeyUnknown());
        assertThat(read(Forge.sign(Forge.header("zt-status+jwt"), CLAIMS, FORGE.key)))
                .isEqualTo(new Reading.KeyUnknown());
    }

    @Test
    void refuses_anotherKeyUnderThePublishedName() {
        assertRefused(Forge.sign(StatusForge.header("zt-status+jwt", "key-1"), CLAIMS, Forge.newKey()), "signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "ES384", "es256"})
    void refuses_anotherAlgorithm(String algorithm) {
        Map<String, String> header =
                Forge.with(StatusForge.header("zt-status+jwt", "key-1"), "alg", "\"" + algorithm + "\"");

        assertRefused(Forge.sign(header, CLAIMS, FORGE.key), "signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wit+jwt", "wpt+jwt", "JWT", "zt-enrol+jwt", "ZT-STATUS+JWT", ""})
    void refuses_otherThingsThatTheKeySigned(String type) {
        assertRefused(Forge.sign(StatusForge.header(type, "key-1"), CLAIMS, FORGE.key), "no status document");
    }

    @Test
    void refuses_headersThatNameMore() {
        Map<String, String> header = Forge.with(StatusForge.header("zt-status+jwt", "key-1"), "crit", "[\"x\"]");

        assertRefused(Forge.sign(header, CLAIMS, FORGE.key), "no signed document");
    }

    @Test
    void refuses_anotherTrustDomain() {
        assertRefused(FORGE.sign(Forge.with(CLAIMS, "trust_domain", "\"other.example\"")), "another trust domain");
        assertRefused(FORGE.sign(Forge.without(CLAIMS, "trust_domain")), "another trust domain");
    }

    @Test
    void refuses_aTimeAheadOfTheSkew() {
        long edge = Forge.NOW + SignedStatus.SKEW.toSeconds();

        assertThat(read(FORGE.sign(Forge.with(CLAIMS, "iat", Long.toString(edge)))))
                .isInstanceOf(Reading.Valid.class);
        assertRefused(FORGE.sign(Forge.with(CLAIMS, "iat", Long.toString(edge + 1))), "lies ahead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "version", "bundle_sequence", "revoked"})
    void refuses_aMissingMember(String name) {
        assertRefused(FORGE.sign(Forge.without(CLAIMS, name)), "lacks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iat|-1",
                "iat|0",
                "iat|\"1767225600\"",
                "iat|1767225600.0",
                "version|-1",
                "version|\"7\"",
                "version|7.0",
                "version|1000000000000000000",
                "version|null",
                "bundle_sequence|-1",
                "bundle_sequence|[3]",
                "revoked|[]",
            })
    void refuses_aMemberOfAnotherKind(String name, String value) {
        assertRefused(FORGE.sign(Forge.with(CLAIMS, name, value)), "lacks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"instances\":[],\"workloads\":[]}",
                "{\"instances\":[],\"keys\":[]}",
                "{\"workloads\":[],\"keys\":[]}",
                "{\"instances\":\"i-1\",\"workloads\":[],\"keys\":[]}",
                "{\"instances\":[1],\"workloads\":[],\"keys\":[]}",
                "{\"instances\":[],\"workloads\":[\"spiffe://other.example/billing\"],\"keys\":[]}",
                "{\"instances\":[],\"workloads\":[\"billing\"],\"keys\":[]}",
                "{\"instances\":[],\"workloads\":[],\"keys\":[null]}",
            })
    void refuses_listsThatSayLessThanTheyShould(String revoked) {
        assertRefused(FORGE.sign(Forge.with(CLAIMS, "revoked", revoked)), "lists");
    }

    @Test
    void refuses_aRepeatedMember() {
        String claims = Forge.json(CLAIMS);
        String header = Forge.json(StatusForge.header("zt-status+jwt", "key-1"));
        String twice = claims.replace("\"version\":7", "\"version\":7,\"version\":8");
        String within = claims.replace("\"keys\":", "\"keys\":[],\"keys\":");

        assertRefused(Forge.sign(header, twice, FORGE.key), "no status document");
        assertRefused(Forge.sign(header, within, FORGE.key), "no status document");
        assertRefused(Forge.sign(header.replace("{", "{\"kid\":\"key-1\","), claims, FORGE.key), "no signed document");
    }

    @Test
    void refuses_aDocumentBeyondTheLimit() {
        String large = StatusForge.revoked("\"" + "i".repeat(512 << 10) + "\"", "", "");

        assertRefused(FORGE.sign(Forge.with(CLAIMS, "revoked", large)), "no signed document");
    }

    @Test
    void refuses_partsOfTwoDocuments() {
        String[] older = FORGE.document(7).split("\\.", 3);
        String[] newer = FORGE.document(8).split("\\.", 3);

        assertRefused(newer[0] + "." + newer[1] + "." + older[2], "signature");
    }

    @Property(tries = 500)
    void believes_noChangedCharacter(
            @ForAll @IntRange(max = 5000) int position, @ForAll @IntRange(max = 66) int letter) {
        String document = FORGE.document(7);
        int at = position % document.length();
        String changed = document.substring(0, at) + ALPHABET.charAt(letter) + document.substring(at + 1);

        assertThat(changed.equals(document) || !(read(changed) instanceof Reading.Valid))
                .isTrue();
    }

    @Property(tries = 200)
    void believes_noPartOfADocument(@ForAll @IntRange(max = 5000) int from, @ForAll @IntRange(max = 5000) int length) {
        String document = FORGE.document(7);
        int start = from % document.length();
        String part = document.substring(start, Math.min(document.length(), start + length));

        assertThat(part.equals(document) || !(read(part) instanceof Reading.Valid))
                .isTrue();
    }

    @Property
    void believes_nothingThatSomebodyWrote(@ForAll @StringLength(max = 80) String text) {
        assertThat(read(text)).isNotInstanceOf(Reading.Valid.class);
    }

    @Property(tries = 300)
    void refuses_whateverElseTheKeySigned(@ForAll @StringLength(max = 60) String payload) {
        String header = Forge.json(StatusForge.header("zt-status+jwt", "key-1"));

        assertThat(read(Forge.sign(header, payload, FORGE.key))).isInstanceOf(Reading.Refused.class);
    }
}
