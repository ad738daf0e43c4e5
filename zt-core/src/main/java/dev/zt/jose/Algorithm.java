package dev.zt.jose;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The signature algorithms that zt knows (RFC 7518 §3.1, RFC 9864 §2.2, RFC 9964 §3). A name that is not a row here, {@code none} in
 * any spelling, every MAC and the ambiguous {@code EdDSA} included, does not exist for zt.
 */
public enum Algorithm {
    /** ECDSA on P-256 with SHA-256 (RFC 7518 §3.4). */
    ES256("ES256", Scheme.ECDSA, 256, "P-256"),
    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", Scheme.ECDSA, 384, "P-384"),
    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", Scheme.ECDSA, 512, "P-521"),
    /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3). */
    RS256("RS256", Scheme.RSA_PKCS1, 256, ""),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384", Scheme.RSA_PKCS1, 384, ""),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512", Scheme.RSA_PKCS1, 512, ""),
    /** RSASSA-PSS with SHA-256 and MGF1 with SHA-256 (RFC 7518 §3.5). */
    PS256("PS256", Scheme.RSA_PSS, 256, ""),
    /** RSASSA-PSS with SHA-384 and MGF1 with SHA-384. */
    PS384("PS384", Scheme.RSA_PSS, 384, ""),
    /** RSASSA-PSS with SHA-512 and MGF1 with SHA-512. */
    PS512("PS512", Scheme.RSA_PSS, 512, ""),
    /** Edwards-curve signatures on Ed25519 (RFC 9864 §2.2). Never in {@link #SPIFFE}; for whoever asks for it by name. */
    ED25519("Ed25519", Scheme.EDDSA, 512, "Ed25519"),
    /**
     * Lattice signatures of FIPS 204, with 128 bits of strength against quantum computers (RFC 9964); pure, with an empty
     * context. Only checked, with the keys of issuers for which somebody asks by name; as are the next two.
     */
    ML_DSA_44("ML-DSA-44", Scheme.ML_DSA, 512, ""),
    /** The same with 192 bits. */
    ML_DSA_65("ML-DSA-65", Scheme.ML_DSA, 512, ""),
    /** The same with 256 bits. */
    ML_DSA_87("ML-DSA-87", Scheme.ML_DSA, 512, "");

    /** What SPIFFE lets sign its documents (JWT-SVID §3, WIT-SVID §3): all rows above {@link #ED25519}. */
    public static final Set<Algorithm> SPIFFE = Collections.unmodifiableSet(EnumSet.range(ES256, PS512));

    /** How a signature is made, whatever the hash. */
    enum Scheme {
        ECDSA("EC"),
        RSA_PKCS1("RSA"),
        RSA_PSS("RSA"),
        EDDSA("OKP"),
        ML_DSA("AKP");

        private final String keyType;

        Scheme(String keyType) {
            this.keyType = keyType;
        }
    }

    private static final Algorithm[] ALL = values();

    private final String joseName;
    private final Scheme scheme;
    private final int hashBits;
    private final String curve;

    Algorithm(String joseName, Scheme scheme, int hashBits, String curve) {
        this.joseName = joseName;
        this.scheme = scheme;
        this.hashBits = hashBits;
        this.curve = curve;
    }

    /** Finds an algorithm by its exact name; RFC 8725 §3.1 wants names compared with their case. */
    public static Optional<Algorithm> named(String joseName) {
        for (Algorithm algorithm : ALL) {
            if (algorithm.joseName.equals(joseName)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether zt signs by it, and keeps private keys for it, or only checks. */
    public boolean signs() {
        return scheme != Scheme.ML_DSA;
    }

    /** The {@code alg} value. */
    public String joseName() {
        return joseName;
    }

    /** The {@code kty} of its keys. */
    public String keyType() {
        return scheme.keyType;
    }

    Scheme scheme() {
        return scheme;
    }

    /** The {@code crv} of its keys; empty for RSA and ML-DSA, whose keys have none. */
    String curve() {
        return curve;
    }

    /** The length of its hash: for PSS also that of the salt and of MGF1's hash. */
    int hashBytes() {
        return hashBits / 8;
    }

    /** The platform's name of its hash. */
    String hash() {
        return "SHA-" + hashBits;
    }
}
