package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tokens of others a verifier accepts: none, unless they are named here. Immutable.
 *
 * @param issuers the authorization servers whose access tokens are accepted (RFC 9068), each with the audiences of
 *     which a token must name one; default none
 * @param jwtSvids whether JWT-SVIDs are accepted from bearers, of every trust domain that publishes keys for them;
 *     default {@link JwtSvids#REFUSE}
 * @param origins the origins that callers reach this service by, such as {@code https://orders.internal}, for the
 *     {@code htu} of DPoP proofs; the origins of the audiences count, too
 * @param proofAlgorithms what DPoP proofs may be signed with; default RS, PS and ES with SHA-256, 384 and 512, to which
 *     {@code Ed25519} can be added
 * @param transactions whose transaction tokens are verified; default nobody's, so that none is shown to anybody
 */
public record TokenRules(
        Map<IssuerUrl, List<Audience>> issuers,
        JwtSvids jwtSvids,
        Set<Audience> origins,
        Set<String> proofAlgorithms,
        Optional<Transactions> transactions) {
    /** What becomes of JWT-SVIDs, which prove nothing but that somebody gave them away. */
    public enum JwtSvids {
        /** They are no credential. */
        REFUSE,
        /** They are, where a grant says {@code bound: false}. */
        ACCEPT
    }

    /**
     * Whose transaction tokens are verified (draft-ietf-oauth-transaction-tokens).
     *
     * @param issuer the transaction token service, by the name under which its keys are known
     * @param trustDomain the one audience that such a token has
     */
    public record Transactions(IssuerUrl issuer, TrustDomain trustDomain) {}

    private static final TokenRules NONE = new TokenRules(
            Map.of(),
            JwtSvids.REFUSE,
            Set.of(),
            Algorithm.SPIFFE.stream().map(Algorithm::joseName).collect(Collectors.toUnmodifiableSet()),
            Optional.empty());

    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if an issuer has no audience, or an origin is none
     */
    public TokenRules {
        Map<IssuerUrl, List<Audience>> copied = new LinkedHashMap<>();
        issuers.forEach((issuer, audiences) -> {
            if (audiences.isEmpty()) {
                throw new IllegalArgumentException("a token of " + issuer + " must name some audience");
            }
            copied.put(issuer, List.copyOf(audiences));
        });
        issuers = Map.copyOf(copied);
        origins = Set.copyOf(origins);
        proofAlgorithms = Set.copyOf(proofAlgorithms);
        for (String name : proofAlgorithms) {
            // ML-DSA is for keys of issuers: with a key and a signature of its size, a proof is no header field any
            // more.
            if (Algorithm.named(name).filter(Algorithm::signs).isEmpty()) {
                throw new IllegalArgumentException("not an algorithm for proofs: " + name);
            }
        }
        for (Audience origin : origins) {
            if (!origin.origin().equals(Optional.of(origin.toString()))) {
                throw new IllegalArgumentException(
                        "an origin is scheme, host and port alone, such as https://orders.internal: " + origin);
            }
        }
    }

    /** No tokens of others. */
    public static TokenRules none() {
        return NONE;
    }

    /** These rules, and the access tokens of one issuer more. */
    public TokenRules issuer(IssuerUrl issuer, Audience... audiences) {
        Map<IssuerUrl, List<Audience>> more = new LinkedHashMap<>(issuers);
        more.put(issuer, List.of(audiences));
        return new TokenRules(more, jwtSvids, origins, proofAlgorithms, transactions);
    }

    /** These rules, and JWT-SVIDs. */
    public TokenRules acceptingJwtSvids() {
        return new TokenRules(issuers, JwtSvids.ACCEPT, origins, proofAlgorithms, transactions);
    }

    /** These rules, and one more origin that callers reach this service by. */
    public TokenRules origin(Audience origin) {
        Set<Audience> more = new LinkedHashSet<>(origins);
        more.add(origin);
        return new TokenRules(issuers, jwtSvids, more, proofAlgorithms, transactions);
    }

    /** These rules, with other algorithms for DPoP proofs. */
    public TokenRules proofAlgorithms(Set<String> names) {
        return new TokenRules(issuers, jwtSvids, origins, names, transactions);
    }

    /** These rules, and the transaction tokens of one service. */
    public TokenRules transactions(IssuerUrl issuer, TrustDomain trustDomain) {
        return new TokenRules(
                issuers, jwtSvids, origins, proofAlgorithms, Optional.of(new Transactions(issuer, trustDomain)));
    }

    /** Whether a bearer token can be accepted. */
    public boolean acceptBearer() {
        return !issuers.isEmpty() || jwtSvids == JwtSvids.ACCEPT;
    }

    /** Whether a token that is bound to a key can be accepted. */
    public boolean acceptBound() {
        return !issuers.isEmpty();
    }
}
