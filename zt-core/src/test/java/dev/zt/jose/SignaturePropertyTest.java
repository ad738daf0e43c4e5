package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SignaturePropertyTest {
    private static final List<SignatureEngine> ENGINES = Vectors.engines().toList();

    private static VerificationKey check(SignatureEngine engine, Algorithm algorithm) {
        return engine.verificationKey(Keys.of(algorithm).publicJwk());
    }

    @Property(tries = 100)
    void everyEngine_checksWhatEveryEngineSigned(
            @ForAll("signing") Algorithm algorithm, @ForAll @Size(max = 300) byte[] data) {
        for (SignatureEngine signer : ENGINES) {
            byte[] signature = signer.signingKey(Keys.of(algorithm)).sign(data, data.length);
            for (SignatureEngine verifier : ENGINES) {
                assertThat(check(verifier, algorithm).verify(data, data.length, signature))
                        .isTrue();
            }
        }
    }

    @Property(tries = 200)
    void rejects_aFlippedBitInTheSignature(
            @ForAll("signing") Algorithm algorithm,
            @ForAll @Size(max = 100) byte[] data,
            @ForAll @IntRange(max = 1 << 20) int bit) {
        byte[] signature = ENGINES.get(0).signingKey(Keys.of(algorithm)).sign(data, data.length);
        signature[bit / 8 % signature.length] ^= (byte) (1 << bit % 8);

        for (SignatureEngine verifier : ENGINES) {
            assertThat(check(verifier, algorithm).verify(data, data.length, signature))
                    .isFalse();
        }
    }

    @Property(tries = 200)
    void rejects_aFlippedBitInTheData(
            @ForAll("signing") Algorithm algorithm,
            @ForAll @Size(min = 1, max = 100) byte[] data,
            @ForAll @IntRange(max = 1 << 20) int bit) {
        byte[] signature = ENGINES.get(0).signingKey(Keys.of(algorithm)).sign(data, data.length);
        byte[] other = data.clone();
        other[bit / 8 % other.length] ^= (byte) (1 << bit % 8);

        for (SignatureEngine verifier : ENGINES) {
            assertThat(check(verifier, algorithm).verify(other, other.length, signature))
                    .isFalse();
        }
    }

    @Property(tries = 200)
    void rejects_otherLengths(@ForAll("signing") Algorithm algorithm, @ForAll @IntRange(max = 600) int length) {
        byte[] signature = ENGINES.get(0).signingKey(Keys.of(algorithm)).sign(new byte[1], 1);
        byte[] resized = Arrays.copyOf(signature, length == signature.length ? length + 1 : length);

        for (SignatureEngine verifier : ENGINES) {
            assertThat(check(verifier, algorithm).verify(new byte[1], 1, resized))
                    .isFalse();
        }
    }

    @Property(tries = 300)
    void rejects_noise(@ForAll("signing") Algorithm algorithm, @ForAll @Size(256) byte[] noise) {
        byte[] signature = ENGINES.get(0).signingKey(Keys.of(algorithm)).sign(new byte[1], 1);
        byte[] noisy = Arrays.copyOf(noise, signature.length);

        for (SignatureEngine verifier : ENGINES) {
            assertThat(check(verifier, algorithm).verify(new byte[1], 1, noisy)).isFalse();
        }
    }

    @Property(tries = 40)
    void rejects_theSameSignatureUnderAnotherAlgorithm(
            @ForAll("signing") Algorithm signed, @ForAll("signing") Algorithm checked) {
        byte[] signature = ENGINES.get(0).signingKey(Keys.of(signed)).sign(new byte[3], 3);

        for (SignatureEngine verifier : ENGINES) {
            assertThat(check(verifier, checked).verify(new byte[3], 3, signature))
                    .isEqualTo(signed == checked);
        }
    }

    @Property(tries = 50)
    void signsDeterministically_withEllipticCurves(@ForAll @Size(max = 50) byte[] data) {
        SignatureEngine engine = SignatureEngines.bouncyCastle();
        for (Algorithm algorithm : List.of(Algorithm.ES256, Algorithm.ES384, Algorithm.ES512, Algorithm.ED25519)) {
            SigningKey key = engine.signingKey(Keys.of(algorithm));
            assertThat(key.sign(data, data.length)).isEqualTo(key.sign(data, data.length));
        }
    }

    @Provide
    Arbitrary<Algorithm> signing() {
        return Arbitraries.of(Algorithm.class).filter(Algorithm::signs);
    }
}
