package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignatureEnginesTest {
    private static final String LATTICES = "ML-DSA-44, ML-DSA-65, ML-DSA-87";
    private static final String RSA = "RS256, RS384, RS512, PS256, PS384, PS512";
    private static final int JDK = Runtime.version().feature();

    @Test
    void name_saysWhoDoesWhat() {
        boolean platform = JDK >= 24;

        assertThat(SignatureEngines.bouncyCastle().name())
                .isEqualTo("BouncyCastle (ES256, ES384, ES512, Ed25519" + (platform ? "" : ", " + LATTICES) + "), JDK "
                        + JDK + " (" + RSA + (platform ? ", " + LATTICES : "") + ")");
    }

    @Test
    void name_saysEachAlgorithmOnce_whateverIsPresent() {
        String name = SignatureEngines.fastest().name();

        assertThat(Stream.of(Algorithm.values()).map(Algorithm::joseName))
                .allSatisfy(algorithm ->
                        assertThat(name.split("\\b" + algorithm + "\\b", -1)).hasSize(2));
    }
}
