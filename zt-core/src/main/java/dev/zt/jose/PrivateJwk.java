package dev.zt.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.util.Optional;

/** A private key in JWK form (RFC 7517). Immutable; {@code toString} shows only the public half. */
public final class PrivateJwk {
    private final ECKey key;
    private final PublicJwk publicJwk;

    private PrivateJwk(ECKey key) {
        this.key = key;
        this.publicJwk = PublicJwk.of(
                Algorithm.ES256,
                key.getKeyID(),
                fixed(key.getX().decode()),
                fixed(key.getY().decode()));
    }

    /** Makes a new key from the platform's strongest random source in reach. */
    public static PrivateJwk generate(Algorithm algorithm) {
        try {
            return new PrivateJwk(new ECKeyGenerator(Curve.parse(algorithm.curve())).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make a " + algorithm + " key", e);
        }
    }

    /**
     * A key that the platform keeps, such as one from a key store.
     *
     * @throws IllegalArgumentException if it is not an EC key on P-256 whose two halves belong together
     */
    public static PrivateJwk of(ECPublicKey publicKey, ECPrivateKey privateKey) {
        ECKey key =
                new ECKey.Builder(Curve.P_256, publicKey).privateKey(privateKey).build();
        if (!Curves.belongTogether(Algorithm.ES256, key)) {
            throw new IllegalArgumentException("the halves of the key do not belong together");
        }
        return new PrivateJwk(key);
    }

    /** Reads a private JWK; empty if it is not an EC key on P-256 whose two halves belong together. */
    public static Optional<PrivateJwk> parse(String json) {
        // Read strictly first: no repeated member, nothing but one object.
        if (Json.object(json.strip().getBytes(StandardCharsets.UTF_8)) == null) {
            return Optional.empty();
        }
        try {
            ECKey key = ECKey.parse(json);
            return key.isPrivate() && Curve.P_256.equals(key.getCurve()) && Curves.belongTogether(Algorithm.ES256, key)
                    ? Optional.of(new PrivateJwk(key))
                    : Optional.empty();
        } catch (ParseException | IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The public half. */
    public PublicJwk publicJwk() {
        return publicJwk;
    }

    /** The whole key as JSON, secret included: only ever written to a file of mode 0600. */
    public String toSecretJson() {
        return key.toJSONString();
    }

    /** The private half as the platform knows it. */
    public ECPrivateKey toPlatformKey() {
        try {
            return key.toECPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("the platform refuses the private key", e);
        }
    }

    /** Both halves as the platform knows them, for certificates. */
    public KeyPair toKeyPair() {
        try {
            return key.toKeyPair();
        } catch (JOSEException e) {
            throw new IllegalStateException("the platform refuses the key", e);
        }
    }

    java.math.BigInteger secret() {
        return key.getD().decodeToBigInteger();
    }

    private static byte[] fixed(byte[] coordinate) {
        if (coordinate.length == 32) {
            return coordinate;
        }
        byte[] fixed = new byte[32];
        int length = Math.min(32, coordinate.length);
        System.arraycopy(coordinate, coordinate.length - length, fixed, 32 - length, length);
        return fixed;
    }

    @Override
    public String toString() {
        return "PrivateJwk[" + publicJwk + "]";
    }
}
