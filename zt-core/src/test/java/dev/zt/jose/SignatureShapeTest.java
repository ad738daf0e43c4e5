package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that no engine is asked about, because a good one has another spelling. */
class SignatureShapeTest {
    // RFC 8032 §5.1: 2^252 + 27742317777372353535851937790883648493.
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    // SEC 2 §2.4.2.
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static byte[] ed25519(BigInteger s) {
        byte[] signature = new byte[64];
        byte[] bigEndian = UnsignedIntegers.fixed(s, 32);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = bigEndian[31 - i];
        }
        return signature;
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, false", "1, false"})
    void ed25519_hasItsNumberBelowTheOrder(int beyond, boolean wellFormed) {
        PublicMaterial key = Keys.of(Algorithm.ED25519).publicJwk().material();

        assertThat(key.isWellFormed(ed25519(ORDER.add(BigInteger.valueOf(beyond)))))
                .isEqualTo(wellFormed);
    }

    @Test
    void ed25519_hasOneLength() {
        PublicMaterial key = Keys.of(Algorithm.ED25519).publicJwk().material();

        assertThat(key.isWellFormed(ed25519(BigInteger.ZERO))).isTrue();
        assertThat(key.isWellFormed(ed25519(BigInteger.TWO.pow(255)))).isFalse();
        assertThat(key.isWellFormed(new byte[63])).isFalse();
        assertThat(key.isWellFormed(new byte[65])).isFalse();
    }

    @Test
    void rsa_isLessThanTheModulus() {
        RSAPublicKey pair = (RSAPublicKey) Keys.rsa(2048).getPublic();
        PublicMaterial key = PublicJwk.of(pair, Algorithm.RS256).material();
        byte[] modulus = UnsignedIntegers.fixed(pair.getModulus(), 256);

        assertThat(key.isWellFormed(modulus)).isFalse();
        assertThat(key.isWellFormed(UnsignedIntegers.fixed(pair.getModulus().subtract(BigInteger.ONE), 256)))
                .isTrue();
        assertThat(key.isWellFormed(Arrays.copyOf(new byte[] {0}, 255))).isFalse();
        assertThat(key.isWellFormed(new byte[257])).isFalse();
        assertThat(key.isWellFormed(new byte[256])).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true"})
    void ecdsa_hasBothNumbersWithinTheOrder(int number, boolean wellFormed) {
        PublicMaterial key = Keys.of(Algorithm.ES256).publicJwk().material();
        byte[] order = UnsignedIntegers.fixed(P256_ORDER, 32);
        byte[] one = UnsignedIntegers.fixed(BigInteger.valueOf(number), 32);
        byte[] good = UnsignedIntegers.fixed(P256_ORDER.subtract(BigInteger.ONE), 32);

        assertThat(key.isWellFormed(both(one, good))).isEqualTo(wellFormed);
        assertThat(key.isWellFormed(both(good, one))).isEqualTo(wellFormed);
        assertThat(key.isWellFormed(both(order, good))).isFalse();
        assertThat(key.isWellFormed(both(good, order))).isFalse();
        assertThat(key.isWellFormed(Arrays.copyOf(both(good, good), 63))).isFalse();
    }

    @Test
    void secrets_lieBetweenNothingAndTheOrder() {
        Curve curve = Curve.of(Algorithm.ES256);

        assertThat(curve.isSecret(BigInteger.ONE)).isTrue();
        assertThat(curve.isSecret(P256_ORDER.subtract(BigInteger.ONE))).isTrue();
        assertThat(curve.isSecret(BigInteger.ZERO)).isFalse();
        assertThat(curve.isSecret(P256_ORDER)).isFalse();
        assertThat(curve.isSecret(BigInteger.ONE.negate())).isFalse();
    }

    private static byte[] both(byte[] r, byte[] s) {
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(s, 0, signature, 32, 32);
        return signature;
    }
}
