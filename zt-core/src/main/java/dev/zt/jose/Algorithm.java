package dev.zt.jose;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The signature algorithms that zt knows (RFC 7518 §3.1). A name that is not a row here, {@code none} in any
 * spelling and every MAC included, does not exist for zt.
 */
public enum Algorithm {
    /** ECDSA on P-256 with SHA-256 (RFC 7518 §3.4). */
    ES256("ES256", "EC", "P-256", 32, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private final String joseName;
    private final String keyType;
    private final String curve;
    private final int coordinateBytes;
    private final BigInteger order;

    Algorithm(String joseName, String keyType, String curve, int coordinateBytes, String order) {
        this.joseName = joseName;
        this.keyType = keyType;
        this.curve = curve;
        this.coordinateBytes = coordinateBytes;
        this.order = new BigInteger(order, 16);
    }

    /** Finds an algorithm by its exact name; RFC 8725 §3.1 wants names compared with their case. */
    public static Optional<Algorithm> named(String joseName) {
        for (Algorithm algorithm : values()) {
            if (algorithm.joseName.equals(joseName)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The {@code alg} value. */
    public String joseName() {
        return joseName;
    }

    /** The {@code kty} of its keys. */
    public String keyType() {
        return keyType;
    }

    /** The {@code crv} of its keys. */
    public String curve() {
        return curve;
    }

    /** The length of a coordinate and of each half of a signature, in bytes. */
    public int coordinateBytes() {
        return coordinateBytes;
    }

    /**
     * Whether a signature has the right length and both halves lie in 1 to n-1. Checked here and not left to the
     * engine: a zero passed for valid in JDK 15 to 18 (CVE-2022-21449).
     */
    public boolean isWellFormed(byte[] signature) {
        return signature.length == 2 * coordinateBytes
                && isInRange(signature, 0)
                && isInRange(signature, coordinateBytes);
    }

    private boolean isInRange(byte[] signature, int offset) {
        BigInteger half = new BigInteger(1, signature, offset, coordinateBytes);
        return half.signum() > 0 && half.compareTo(order) < 0;
    }
}
