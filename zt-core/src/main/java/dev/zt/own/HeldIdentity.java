package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import java.time.Instant;

/**
 * A workload identity token and the key that it confirms, checked to belong together. Immutable; {@link #toString()}
 * shows neither.
 */
public final class HeldIdentity {
    private final WorkloadId id;
    private final InstanceId instance;
    private final Instant issuedAt;
    private final Instant expiry;
    private final String wit;
    private final String witHash;
    private final SigningKey key;

    private HeldIdentity(
            WorkloadId id,
            InstanceId instance,
            Instant issuedAt,
            Instant expiry,
            String wit,
            String witHash,
            SigningKey key) {
        this.id = id;
        this.instance = instance;
        this.issuedAt = issuedAt;
        this.expiry = expiry;
        this.wit = wit;
        this.witHash = witHash;
        this.key = key;
    }

    /**
     * Pairs a token with its key. The token's signature is the business of those who are shown it.
     *
     * @param source where both come from, for error messages
     * @throws ConfigurationException if the token is none, or confirms another key, as in the middle of a rotation
     */
    public static HeldIdentity of(String source, String wit, PrivateJwk key, SignatureProvider signatures) {
        CompactJws token = CompactJws.split(wit);
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            throw new ConfigurationException(Place.of(source), "not a workload identity token");
        }
        WorkloadId id = claims.string("sub")
                .flatMap(WorkloadId::parse)
                .orElseThrow(() -> new ConfigurationException(Place.of(source), "the token names no workload"));
        Instant expiry = claims.time("exp")
                .orElseThrow(() -> new ConfigurationException(Place.of(source), "the token has no expiry"));
        String confirmed = claims.object("cnf")
                .flatMap(cnf -> cnf.object("jwk"))
                .map(PublicJwk::readWithAlgorithm)
                .map(PublicJwk::thumbprint)
                .orElse("");
        if (!confirmed.equals(key.publicJwk().thumbprint())) {
            throw new ConfigurationException(Place.of(source), "the token confirms another key than the one beside it");
        }
        return new HeldIdentity(
                id,
                claims.string("instance").flatMap(InstanceId::parse).orElseGet(() -> InstanceId.ofKey(confirmed)),
                claims.time("iat").orElse(Instant.EPOCH),
                expiry,
                wit,
                Base64Url.encode(token.textDigest()),
                signatures.engine().signingKey(key));
    }

    /**
     * Pairs a token with its key, for an identity source outside zt.
     *
     * @param wit the workload identity token
     * @param privateKeyJwk the private key in JWK form
     * @throws ConfigurationException if one of them is none, or the token confirms another key
     */
    public static HeldIdentity parse(String source, String wit, String privateKeyJwk, SignatureProvider signatures) {
        PrivateJwk key = PrivateJwk.parse(privateKeyJwk)
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(source), "not a private key in JWK form, such as an EC key on P-256"));
        return of(source, wit, key, signatures);
    }

    /** The workload that the token names. */
    public WorkloadId id() {
        return id;
    }

    /** The instance that the token names; the thumbprint of the key if it names none. */
    public InstanceId instance() {
        return instance;
    }

    /** When the token expires. */
    public Instant expiry() {
        return expiry;
    }

    /** When the token was issued, by the issuer's clock; the epoch if it does not say. */
    Instant issuedAt() {
        return issuedAt;
    }

    String wit() {
        return wit;
    }

    String witHash() {
        return witHash;
    }

    SigningKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "HeldIdentity[" + id + " until " + expiry + "]";
    }
}
