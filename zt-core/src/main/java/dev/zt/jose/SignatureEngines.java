package dev.zt.jose;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the signature engine, once, when a guard or an identity is built. */
public final class SignatureEngines {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureEngines.class);
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private SignatureEngines() {}

    /** The fastest engine present: Amazon Corretto Crypto Provider if it is on the class path, else BouncyCastle. */
    public static SignatureEngine fastest() {
        return logged(findCorretto().orElseGet(SignatureEngines::newBouncyCastle));
    }

    /** BouncyCastle, which is always there. */
    public static SignatureEngine bouncyCastle() {
        return logged(newBouncyCastle());
    }

    /** Amazon Corretto Crypto Provider; empty if it is not on the class path or does not work on this machine. */
    public static Optional<SignatureEngine> corretto() {
        return findCorretto().map(SignatureEngines::logged);
    }

    private static SignatureEngine newBouncyCastle() {
        return new BouncyCastleEngine();
    }

    // Reflection, because the provider is native code that most users will not have.
    private static Optional<SignatureEngine> findCorretto() {
        try {
            Class<?> type = Class.forName(CORRETTO);
            Object instance = type.getField("INSTANCE").get(null);
            Object fault = type.getMethod("getLoadingError").invoke(instance);
            if (fault != null || !(instance instanceof Provider provider)) {
                LOG.warn("zt: Amazon Corretto Crypto Provider is present but does not work here: {}", fault);
                return Optional.empty();
            }
            return Optional.of(new ProviderEngine(provider));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | GeneralSecurityException | LinkageError e) {
            LOG.warn("zt: Amazon Corretto Crypto Provider is present but does not work here", e);
            return Optional.empty();
        }
    }

    private static SignatureEngine logged(SignatureEngine engine) {
        LOG.info("zt: ES256 by {}", engine.name());
        return engine;
    }
}
