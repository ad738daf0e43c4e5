package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The cases of x509-limbo: first the path alone, whoever the leaf is, then the whole verifier. Left out are
 * {@code webpki::cn} and {@code webpki::san}, because no peer is known by a DNS name. Each case that is judged otherwise
 * than by the suite is listed with its reason.
 */
class X509LimboTest {
    private static final int IN_SCOPE = 166;

    /** The status document revokes, within seconds; lists of revoked certificates are not read. */
    private static final Set<String> REVOCATION_LISTS = Set.of(
            "crl::revoked-certificate-with-crl",
            "crl::crlnumber-missing",
            "crl::crlnumber-critical",
            "crl::issuer-missing-crlsign");

    /** How a DNS name is spelt, by which nobody is recognised; where constraints are in force, it does count. */
    private static final Set<String> OTHER_NAMES = Set.of("rfc5280::san::ip-in-dns", "rfc5280::san::underscore-dns");

    /** Duties of a CA that issues (RFC 5280 §4), which the validation of a path (§6) does not ask for. */
    private static final Set<String> DUTIES_OF_ISSUERS = Set.of(
            "rfc5280::aki::cross-signed-root-missing-aki",
            "rfc5280::aki::intermediate-missing-aki",
            "rfc5280::aki::leaf-missing-aki",
            // The suite has the same chain once more as webpki::nc::permitted-dns-match-noncritical, and accepts it.
            "rfc5280::nc::permitted-dns-match-noncritical",
            "rfc5280::root-non-critical-basic-constraints",
            "rfc5280::ski::intermediate-missing-ski",
            "rfc5280::ski::root-missing-ski");

    /** Rules of the browsers' forum for public CAs, which a CA of a trust domain is not. */
    private static final Set<String> RULES_OF_PUBLIC_CAS = Set.of(
            "webpki::aki::root-with-aki-all-fields",
            "webpki::aki::root-with-aki-authoritycertissuer",
            "webpki::aki::root-with-aki-authoritycertserialnumber",
            "webpki::aki::root-with-aki-missing-keyidentifier",
            "webpki::aki::root-with-aki-ski-mismatch",
            "webpki::eku::ee-anyeku",
            "webpki::eku::ee-critical-eku",
            // The suite has the same leaf once more as rfc5280::eku::ee-without-eku, and accepts it.
            "webpki::eku::ee-without-eku",
            "webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf",
            "webpki::forbidden-rsa-not-divisible-by-8-in-root",
            "webpki::malformed-aia");

    /** Accepted as a path, by the letter of RFC 5280, and refused by the rules for a leaf. */
    private static final Set<String> NO_LEAF =
            Set.of("rfc5280::ca-as-leaf-wrong-san", "webpki::ca-as-leaf", "webpki::ee-basicconstraints-ca");

    /** Accepted as a path, since the one end that the case is about will do; a workload needs both. */
    private static final Set<String> ONE_END = Set.of("webpki::eku::root-has-eku");

    /** Valid elsewhere and no X.509-SVID: a leaf is no CA and has a key usage, and so has its CA (X509-SVID §4.1, §4.3). */
    private static final Set<String> NO_SVID = Set.of(
            "crl::issuer-no-keyusage-extension",
            "pathlen::validation-ignores-pathlen-in-leaf",
            "rfc5280::ca-as-leaf",
            "rfc5280::no-keyusage");

    private static final List<LimboCase> CASES = new ArrayList<>();

    @BeforeAll
    static void read() throws Exception {
        Path vectors = Path.of(System.getProperty("zt.vectors", ""))
                .resolve("x509-limbo")
                .resolve("limbo-core-194.json");
        if (Files.exists(vectors)) {
            for (JsonNode json : new ObjectMapper().readTree(vectors.toFile()).get("testcases")) {
                LimboCase limbo = new LimboCase(json);
                if (!limbo.id().startsWith("webpki::cn::") && !limbo.id().startsWith("webpki::san::")) {
                    CASES.add(limbo);
                }
            }
        }
    }

    // Here and not once for all, so that the report counts what was skipped.
    @BeforeEach
    void needVectors() {
        assumeTrue(!CASES.isEmpty(), "no vectors: name their directory by -Dzt.vectors=DIR");
    }

    @SafeVarargs
    private static Set<String> all(Set<String>... lists) {
        Set<String> all = new TreeSet<>();
        for (Set<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    @Test
    void sees_everyCaseInScope() {
        assertThat(CASES).hasSize(IN_SCOPE);
        assertThat(CASES).filteredOn(LimboCase::mustPass).hasSize(46);
    }

    @Test
    void finds_aPathForEveryLeafThatMustPass() {
        assertThat(CASES).filteredOn(LimboCase::mustPass).allMatch(LimboCase::hasPath);
    }

    // Exactly: a listed case that is refused after all has lost its place in the list.
    @Test
    void finds_noPathWhereThereMustBeNone_butWhereListed() {
        assertThat(CASES.stream()
                        .filter(limbo -> !limbo.mustPass() && limbo.hasPath())
                        .map(LimboCase::id))
                .containsExactlyInAnyOrderElementsOf(
                        all(REVOCATION_LISTS, OTHER_NAMES, DUTIES_OF_ISSUERS, RULES_OF_PUBLIC_CAS, NO_LEAF, ONE_END));
    }

    @Test
    void accepts_noPeerThatMustFail_butWhereListed() {
        assertThat(CASES.stream()
                        .filter(limbo -> !limbo.mustPass() && !limbo.choosesDepth() && limbo.isAccepted())
                        .map(LimboCase::id))
                .containsExactlyInAnyOrderElementsOf(
                        all(REVOCATION_LISTS, OTHER_NAMES, DUTIES_OF_ISSUERS, RULES_OF_PUBLIC_CAS));
    }

    @Test
    void accepts_everyPeerThatMustPass_butWhatIsNoSvid() {
        assertThat(CASES.stream()
                        .filter(limbo -> limbo.mustPass() && !limbo.isAccepted())
                        .map(LimboCase::id))
                .containsExactlyInAnyOrderElementsOf(NO_SVID);
    }
}
