package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that the platform read, such as those of certificates. */
class PlatformKeyTest {
    private static final ECParameterSpec P256 = parameters("secp256r1");

    private static ECParameterSpec parameters(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey elliptic(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPublic();
    }

    /** A key that says of itself what it likes, which no factory would make. */
    private record Claimed(ECPoint point, ECParameterSpec parameters) implements java.security.interfaces.ECPublicKey {
        @Override
        public ECPoint getW() {
            return point;
        }

        @Override
        public ECParameterSpec getParams() {
            return parameters;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, ES256", "secp384r1, ES384", "secp521r1, ES512"})
    void takes_theAlgorithmOfItsCurve(String curve, String algorithm) throws Exception {
        PublicKey key = elliptic(curve);

        PublicJwk jwk = PublicJwk.of(key);

        assertThat(jwk.algorithm().joseName()).isEqualTo(algorithm);
        assertThat(KeyFactory.getInstance("EC").generatePublic(jwk.material().keySpec()))
                .isEqualTo(key);
    }

    @Test
    void takes_rsa_butNoEd25519() throws Exception {
        KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertThat(PublicJwk.of(Keys.rsa(2048).getPublic()).algorithm()).isEqualTo(Algorithm.RS256);
        assertThat(PublicJwk.of(ed.getPublic(), Algorithm.ED25519)).isNull();
        assertThat(PublicJwk.of(ed.getPublic())).isNull();
    }

    @Test
    void refuses_keysOfOtherKinds() throws Exception {
        assertThat(PublicJwk.of(
                        KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic()))
                .isNull();
        assertThat(PublicJwk.of(
                        KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()))
                .isNull();
        assertThat(PublicJwk.of(Keys.rsa(1024).getPublic())).isNull();
        assertThat(PublicJwk.of(elliptic("secp256r1"), Algorithm.ES384)).isNull();
        assertThat(PublicJwk.of(elliptic("secp256r1"), Algorithm.RS256)).isNull();
    }

    @Test
    void refuses_parametersThatAreAlmostThoseOfTheCurve() throws Exception {
        ECPoint point = ((java.security.interfaces.ECPublicKey) elliptic("secp256r1")).getW();
        EllipticCurve curve = P256.getCurve();
        ECPoint otherGenerator = new ECPoint(
                P256.getGenerator().getAffineX(),
                ((ECFieldFp) curve.getField())
                        .getP()
                        .subtract(P256.getGenerator().getAffineY()));

        assertThat(PublicJwk.of(new Claimed(point, P256))).isNotNull();
        assertThat(PublicJwk.of(new Claimed(
                        point,
                        new ECParameterSpec(
                                new EllipticCurve(curve.getField(), curve.getA(), BigInteger.TEN),
                                P256.getGenerator(),
                                P256.getOrder(),
                                1))))
                .isNull();
        assertThat(PublicJwk.of(new Claimed(point, new ECParameterSpec(curve, otherGenerator, P256.getOrder(), 1))))
                .isNull();
        assertThat(PublicJwk.of(new Claimed(
                        point,
                        new ECParameterSpec(
                                curve, P256.getGenerator(), P256.getOrder().subtract(BigInteger.TWO), 1))))
                .isNull();
        assertThat(PublicJwk.of(
                        new Claimed(point, new ECParameterSpec(curve, P256.getGenerator(), P256.getOrder(), 2))))
                .isNull();
    }

    @Test
    void refuses_pointsThatAreNotOnTheCurve_orBeyondItsField() throws Exception {
        ECPoint point = ((java.security.interfaces.ECPublicKey) elliptic("secp256r1")).getW();
        BigInteger field = ((ECFieldFp) P256.getCurve().getField()).getP();

        for (ECPoint wrong : new ECPoint[] {
            new ECPoint(point.getAffineX(), point.getAffineY().add(BigInteger.ONE)),
            new ECPoint(point.getAffineX().add(field), point.getAffineY()),
            new ECPoint(point.getAffineX(), point.getAffineY().add(field)),
            new ECPoint(field, point.getAffineY()),
            new ECPoint(point.getAffineX(), field),
        }) {
            assertThat(PublicJwk.of(new Claimed(wrong, P256))).isNull();
        }
    }

    @Test
    void refuses_rsaExponentsThatAreNotSound() throws Exception {
        BigInteger modulus =
                ((java.security.interfaces.RSAPublicKey) Keys.rsa(2048).getPublic()).getModulus();
        KeyFactory factory = KeyFactory.getInstance("RSA");

        for (long exponent : new long[] {3, 65535, 65536, 65537, 65538}) {
            PublicKey key = factory.generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent)));
            assertThat(PublicJwk.of(key) == null).isEqualTo(exponent != 65537);
        }
    }
}
