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
 * The cases of x509-limbo through the whole verifier. Left out: CRLs, because the status document revokes; a chain depth to
 * be set, because the limit is fixed; and {@code webpki::cn} and {@code webpki::san}, because no peer is known by a DNS
 * name.
 */
class X509LimboTest {
    /** Names of other kinds than URI, by which nobody is recognised: how they, or constraints on them, are spelt. */
    private static final Set<String> OTHER_NAMES = Set.of(
            "cve::cve-2025-61727",
            "rfc5280::nc::invalid-dnsname-leading-period",
            "rfc5280::nc::invalid-ipv4-address",
            "rfc5280::nc::invalid-ipv6-address",
            "rfc5280::nc::nc-forbids-dnsname-wildcard-san",
            "rfc5280::nc::nc-permits-invalid-dns-san",
            "rfc5280::nc::nc-permits-invalid-email-san",
            "rfc5280::nc::nc-permits-invalid-ip-san",
            "rfc5280::san::ip-in-dns",
            "rfc5280::san::underscore-dns");

    /** Duties of a CA that issues (RFC 5280 §4), which the validation of a path (§6) does not ask for. */
    private static final Set<String> DUTIES_OF_ISSUERS = Set.of(
            "rfc5280::aki::cross-signed-root-missing-aki",
            "rfc5280::aki::intermediate-missing-aki",
            "rfc5280::aki::leaf-missing-aki",
            "rfc5280::nc::permitted-dns-match-noncritical",
            "rfc5280::pc::ica-noncritical-pc",
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
            "webpki::eku::ee-without-eku",
            "webpki::eku::root-has-eku",
            "webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf",
            "webpki::forbidden-rsa-not-divisible-by-8-in-root",
            "webpki::malformed-aia",
            "webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences",
            "webpki::nc::intermediate-permitted-excluded-subtrees-both-null");

    /** Valid elsewhere and refused here. */
    private static final Set<String> STRICTER = Set.of(
            // X509-SVID §4.1 and §4.3: a leaf is no CA and has a key usage.
            "pathlen::validation-ignores-pathlen-in-leaf",
            "rfc5280::ca-as-leaf",
            "rfc5280::no-keyusage",
            // Five milliseconds late are late.
            "rfc5280::validity::notafter-fractional",
            // The platform takes the common name of a CA without SAN for a DNS name, and holds it to the constraints.
            "rfc5280::nc::nc-forbids-alternate-chain-ica");

    private static final Set<String> ACCEPTED = new TreeSet<>();
    private static final List<LimboCase> CASES = new ArrayList<>();

    @BeforeAll
    static void judge() throws Exception {
        Path vectors = Path.of(System.getProperty("zt.vectors", ""))
                .resolve("x509-limbo")
                .resolve("limbo-core-194.json");
        if (Files.exists(vectors)) {
            judge(vectors);
        }
    }

    // Here and not once for all, so that the report counts what was skipped.
    @BeforeEach
    void needVectors() {
        assumeTrue(!CASES.isEmpty(), "no vectors: name their directory by -Dzt.vectors=DIR");
    }

    private static void judge(Path vectors) throws Exception {
        for (JsonNode json : new ObjectMapper().readTree(vectors.toFile()).get("testcases")) {
            LimboCase limbo = new LimboCase(json);
            boolean leftOut = limbo.needs("has-crl")
                    || limbo.needs("max-chain-depth")
                    || limbo.id().startsWith("webpki::cn::")
                    || limbo.id().startsWith("webpki::san::");
            if (!leftOut) {
                CASES.add(limbo);
                if (limbo.isAccepted()) {
                    ACCEPTED.add(limbo.id());
                }
            }
        }
    }

    // Exactly: a listed case that is refused after all has lost its place in the list.
    @Test
    void accepts_nothingThatMustFail_butWhatNoRuleForSvidsForbids() {
        Set<String> listed = new TreeSet<>(OTHER_NAMES);
        listed.addAll(DUTIES_OF_ISSUERS);
        listed.addAll(RULES_OF_PUBLIC_CAS);

        assertThat(CASES.stream().filter(limbo -> !limbo.mustPass()).map(LimboCase::id))
                .filteredOn(ACCEPTED::contains)
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void accepts_whatMustPass_butWhatIsNoSvid() {
        assertThat(CASES.stream().filter(LimboCase::mustPass).map(LimboCase::id))
                .filteredOn(id -> !ACCEPTED.contains(id))
                .containsExactlyInAnyOrderElementsOf(STRICTER);
    }
}
