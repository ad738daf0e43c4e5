package dev.zt.bench;

import dev.zt.keys.SignatureProvider;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A signature engine under measurement. */
public enum Engine implements Variant {
    BOUNCY_CASTLE("BouncyCastle"),
    CORRETTO("ACCP");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    /** Those that work on this machine. */
    static List<Engine> present() {
        boolean corretto = SignatureProvider.corretto().isPresent();
        return Arrays.stream(values())
                .filter(engine -> engine != CORRETTO || corretto)
                .toList();
    }

    /** The one that an authority takes by itself. */
    static Engine fastest() {
        return present().contains(CORRETTO) ? CORRETTO : BOUNCY_CASTLE;
    }

    /** The engine as the library uses it. */
    SignatureProvider signatures() {
        return switch (this) {
            case BOUNCY_CASTLE -> SignatureProvider.bouncyCastle();
            case CORRETTO -> SignatureProvider.corretto().orElseThrow();
        };
    }

    /** The same engine as a JCA provider, for the reference rows. */
    Provider provider() {
        return switch (this) {
            case BOUNCY_CASTLE -> new BouncyCastleProvider();
            case CORRETTO -> corretto();
        };
    }

    // Reflection, because the provider is on the class path only where it is published for the platform.
    private static Provider corretto() {
        try {
            return (Provider) Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
                    .getField("INSTANCE")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Amazon Corretto Crypto Provider was there a moment ago", e);
        }
    }

    @Override
    public String parameter() {
        return "engine";
    }

    @Override
    public String label() {
        return label;
    }
}
