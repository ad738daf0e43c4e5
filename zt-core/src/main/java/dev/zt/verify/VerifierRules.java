package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.request.Call;
import dev.zt.request.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a verifier accepts. Immutable.
 *
 * @param audiences what callers may address this service as; at least one
 * @param profile whose rules a token must follow; default {@link WitProfile#SPIFFE}
 * @param clockSkew how far clocks may differ; default 30 s, 0 to 60 s
 * @param proofAhead how far ahead a proof may expire; default 60 s, 1 s to 5 min
 * @param maxTokenLength the longest token and the longest proof in characters; default 8,192, at most 16,384
 * @param contextHeaders the headers, in lower case, that a proof may bind by its {@code oth} claim; default none
 * @param tokens which access tokens, JWT-SVIDs and transaction tokens are accepted; default none
 * @param signatures whether callers are known by signatures over the whole request; default {@link Signatures#REFUSE}
 * @param certificates whether callers are known by the certificate of their connection; default
 *     {@link Certificates#IGNORE}
 */
public record VerifierRules(
        List<Audience> audiences,
        WitProfile profile,
        Duration clockSkew,
        Duration proofAhead,
        int maxTokenLength,
        Set<String> contextHeaders,
        TokenRules tokens,
        Signatures signatures,
        Certificates certificates) {
    /** What a signature over the whole request means (draft-ietf-wimse-http-signature-08). */
    public enum Signatures {
        /** Nothing: the token beside it lacks a proof. */
        REFUSE,
        /** It proves possession of the key that the token confirms, and binds the request. */
        ACCEPT,
        /** The same, and who asks for a signed answer is served, because whoever answers signs it. */
        ANSWER;

        /** Whether it proves anything. */
        public boolean areAccepted() {
            return this != REFUSE;
        }
    }

    /** What the certificate that a client showed in the TLS handshake means, an X.509-SVID. */
    public enum Certificates {
        /** Nothing by itself; a token may be bound to it. */
        IGNORE,
        /** It says who calls, where the request does not; where it does, both must say the same. */
        ACCEPT
    }

    /** The longest proof life that can be allowed. */
    public static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    static final Duration USUAL_SKEW = Duration.ofSeconds(30);
    static final int USUAL_TOKEN_LENGTH = 8 << 10;

    /** The widest clock skew that can be allowed. */
    public static final Duration MOST_SKEW = Duration.ofSeconds(60);

    /** The largest token limit that can be set. */
    public static final int MOST_TOKEN_LENGTH = 16 << 10;

    /**
     * Checks the ranges and copies the collections.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public VerifierRules {
        audiences = List.copyOf(audiences);
        contextHeaders = contextHeaders.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        require(!audiences.isEmpty(), "a verifier needs at least one audience");
        require(!clockSkew.isNegative() && clockSkew.compareTo(MOST_SKEW) <= 0, "the clock skew is 0 to 60 s");
        require(
                proofAhead.compareTo(Duration.ofSeconds(1)) >= 0 && proofAhead.compareTo(MOST_AHEAD) <= 0,
                "proofs may expire 1 s to 5 min ahead");
        require(
                maxTokenLength >= 1024 && maxTokenLength <= MOST_TOKEN_LENGTH,
                "the token limit is 1,024 to 16,384 characters");
    }

    /** Rules that accept no tokens of others. */
    public VerifierRules(
            List<Audience> audiences,
            WitProfile profile,
            Duration clockSkew,
            Duration proofAhead,
            int maxTokenLength,
            Set<String> contextHeaders) {
        this(
                audiences,
                profile,
                clockSkew,
                proofAhead,
                maxTokenLength,
                contextHeaders,
                TokenRules.none(),
                Signatures.REFUSE,
                Certificates.IGNORE);
    }

    /**
     * The longest time from the first use of a proof to the instant from which it is refused, by any clock that differs from
     * this service's by no more than the skew: what a {@link ReplayStore#longestUse() shared replay store} must reckon with.
     * 150 s by default, 8 min at most.
     */
    public Duration longestUse() {
        // Made up to the skew ahead, used at once, and refused the skew after its end; the third is the store's clock.
        return proofAhead.plus(clockSkew.multipliedBy(3));
    }

    /** The same rules, with these for the tokens of others. */
    public VerifierRules tokens(TokenRules rules) {
        return with(rules, signatures, certificates);
    }

    /** The same rules, by which callers are known by the X.509-SVID of their connection as well. */
    public VerifierRules acceptingCertificates() {
        return with(tokens, signatures, Certificates.ACCEPT);
    }

    /**
     * The same rules, by which callers are known by signatures over the whole request as well. Whoever makes the calls then
     * says their {@link Call#withQuery query}, and hands bodies to handlers as {@link VerifyResult.Verified#body} compares
     * them and in no other way.
     */
    public VerifierRules acceptingSignatures() {
        return with(tokens, Signatures.ACCEPT, certificates);
    }

    /**
     * The same rules as those {@linkplain #acceptingSignatures() that accept signatures}, by which whoever asks for a signed
     * answer is served. Whoever takes calls in then signs the answer as {@link VerifyResult.Verified#answer} says, or refuses
     * with an error.
     */
    public VerifierRules answeringSignatures() {
        return with(tokens, Signatures.ANSWER, certificates);
    }

    private VerifierRules with(TokenRules newTokens, Signatures newSignatures, Certificates newCertificates) {
        return new VerifierRules(
                audiences,
                profile,
                clockSkew,
                proofAhead,
                maxTokenLength,
                contextHeaders,
                newTokens,
                newSignatures,
                newCertificates);
    }

    /** Whether a proof for somebody is one for this service; {@code Host} and {@code X-Forwarded-Host} play no part. */
    boolean isAddressed(String audience, Call call) {
        String path = call.target().map(Target::raw).orElse("");
        for (Audience mine : audiences) {
            if (mine.covers(audience, path)) {
                return true;
            }
        }
        return false;
    }

    /** The defaults for a service that is addressed as these audiences. */
    public static VerifierRules of(Audience... audiences) {
        return new VerifierRules(
                List.of(audiences),
                WitProfile.SPIFFE,
                USUAL_SKEW,
                Duration.ofSeconds(60),
                USUAL_TOKEN_LENGTH,
                Set.of());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
