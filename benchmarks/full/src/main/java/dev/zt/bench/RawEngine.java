package dev.zt.bench;

import dev.zt.jose.Algorithm;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/** Who can check a signature by itself, asked as any JCA provider is. */
enum RawEngine {
    PLATFORM("the JDK's"),
    BOUNCY_CASTLE("BouncyCastle"),
    CORRETTO("ACCP"),
    CONSCRYPT("Conscrypt");

    private final String label;

    RawEngine(String label) {
        this.label = label;
    }

    /** Those that work on this machine. */
    static List<RawEngine> present() {
        return Arrays.stream(values()).filter(RawEngine::isPresent).toList();
    }

    private boolean isPresent() {
        return switch (this) {
            case PLATFORM, BOUNCY_CASTLE -> true;
            case CORRETTO -> Engine.present().contains(Engine.CORRETTO);
            case CONSCRYPT -> Conscrypt.isAvailable();
        };
    }

    Provider provider(Algorithm algorithm) {
        return switch (this) {
            case PLATFORM -> Security.getProvider(algorithm == Algorithm.RS256 ? "SunRsaSign" : "SunEC");
            case BOUNCY_CASTLE -> new BouncyCastleProvider();
            case CORRETTO -> Engine.CORRETTO.provider();
            case CONSCRYPT -> Conscrypt.newProvider();
        };
    }

    String label() {
        return label;
    }
}
