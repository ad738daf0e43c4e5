package dev.zt.bench;

import dev.zt.authority.WitIssuer;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code WitIssuer.issue}, up to the token's text, beside one raw signing of a text as long as a token's. What an
 * instance brings with it is there beforehand; {@link EnrolInstance} measures how it comes to the authority.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class IssueWit {
    private static final int INSTANCES = 64;
    private static final Duration LIFE = Duration.ofHours(1);

    /** Who signs. */
    @Param
    public Engine engine;

    private int tokens;
    private WitIssuer issuer;
    private Instant issuedAt;
    private final List<Applicant> applicants = new ArrayList<>();
    private SigningKey key;
    private JcaKey jcaKey;
    private byte[] signingInput;

    /** An instance that a token is for. */
    private record Applicant(WorkloadId workload, String instance, PublicJwk confirmed, String tokenId) {
        static Applicant of(int number) {
            return new Applicant(
                    WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/gateway"),
                    "%032x".formatted(number),
                    PrivateJwk.generate(Algorithm.ES256).publicJwk(),
                    "%022x".formatted(number));
        }
    }

    /** Makes one authority's key, and instances with keys of their own. */
    @Setup
    public void prepare() {
        tokens = engine == Engine.CORRETTO ? 1536 : 384;
        PrivateJwk authority = PrivateJwk.generate(Algorithm.ES256);
        key = engine.signatures().engine().signingKey(authority);
        jcaKey = JcaKey.of(authority, engine.provider());
        issuer = new WitIssuer(
                key,
                authority.publicJwk().thumbprint(),
                WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/zt/authority"));
        issuedAt = Instant.now();
        for (int i = 0; i < INSTANCES; i++) {
            applicants.add(Applicant.of(i));
        }
        signingInput = SignedText.of(issueFor(applicants.get(0))).signed();
    }

    /** One pair of chunks, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.raw = Chunk.microsEach(tokens, this::sign);
        costs.library = Chunk.microsEach(tokens, this::issue);
        costs.reference = Chunk.microsEach(tokens, this::signByJca);
        costs.end();
    }

    private int sign() {
        int signatures = 0;
        for (int i = 0; i < tokens; i++) {
            signatures += key.sign(signingInput, signingInput.length).length == 64 ? 1 : 0;
        }
        return signatures;
    }

    private int issue() {
        int issued = 0;
        for (int i = 0; i < tokens; i++) {
            issued += issueFor(applicants.get(i % INSTANCES)).length() > signingInput.length ? 1 : 0;
        }
        return issued;
    }

    private String issueFor(Applicant applicant) {
        return issuer.issue(
                applicant.workload(),
                applicant.instance(),
                applicant.confirmed(),
                applicant.tokenId(),
                issuedAt,
                issuedAt.plus(LIFE));
    }

    private int signByJca() {
        int signatures = 0;
        for (int i = 0; i < tokens; i++) {
            signatures += jcaKey.sign(signingInput).length == 64 ? 1 : 0;
        }
        return signatures;
    }
}
