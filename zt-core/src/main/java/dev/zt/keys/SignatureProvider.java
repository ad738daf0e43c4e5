package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.SignatureEngines;
import java.util.Optional;

/**
 * Who computes signatures: chosen once, named in the log, never installed as a provider of the platform. Immutable.
 */
public final class SignatureProvider {
    private final SignatureEngine engine;

    private SignatureProvider(SignatureEngine engine) {
        this.engine = engine;
    }

    /**
     * The fastest one present: Amazon Corretto Crypto Provider if it is on the class path, else Conscrypt if it is, else
     * BouncyCastle.
     */
    public static SignatureProvider fastest() {
        return new SignatureProvider(SignatureEngines.fastest());
    }

    /** BouncyCastle, which is always there. */
    public static SignatureProvider bouncyCastle() {
        return new SignatureProvider(SignatureEngines.bouncyCastle());
    }

    /** Amazon Corretto Crypto Provider; empty if it is not on the class path or does not work on this machine. */
    public static Optional<SignatureProvider> corretto() {
        return SignatureEngines.corretto().map(SignatureProvider::new);
    }

    /** Conscrypt; empty if it is not on the class path or does not work on this machine. */
    public static Optional<SignatureProvider> conscrypt() {
        return SignatureEngines.conscrypt().map(SignatureProvider::new);
    }

    /**
     * The one that the settings name.
     *
     * @throws dev.zt.config.ConfigurationException if it does not work here
     */
    public static SignatureProvider from(Settings settings) {
        return switch (settings.choice(Setting.SIGNATURE_ENGINE, Choice.class, Choice.FASTEST)) {
            case FASTEST -> fastest();
            case BOUNCY_CASTLE -> bouncyCastle();
            case CORRETTO -> corretto().orElseThrow(() -> absent(settings, "Amazon Corretto Crypto Provider"));
            case CONSCRYPT -> conscrypt().orElseThrow(() -> absent(settings, "Conscrypt"));
        };
    }

    private static ConfigurationException absent(Settings settings, String engine) {
        return settings.required(Setting.SIGNATURE_ENGINE)
                .error(engine + " is not on the class path or does not work here");
    }

    private enum Choice {
        FASTEST,
        CORRETTO,
        CONSCRYPT,
        BOUNCY_CASTLE
    }

    /** The seam behind it, for zt's own modules. */
    public SignatureEngine engine() {
        return engine;
    }

    @Override
    public String toString() {
        return engine.name();
    }
}
