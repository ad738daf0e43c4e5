package dev.zt.jose;

import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who computes which signatures, once, when a guard or an identity is built, and logs it in one line. */
public final class SignatureEngines {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureEngines.class);
    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String CONSCRYPT = "org.conscrypt.Conscrypt";
    // The platform's ML-DSA is faster than theirs.
    private static final Set<Algorithm> OF_NATIVE_CODE = EnumSet.range(Algorithm.ES256, Algorithm.ED25519);

    private SignatureEngines() {}

    /**
     * The fastest engines present: Amazon Corretto Crypto Provider if it is on the class path, else Conscrypt if it is, else
     * BouncyCastle.
     */
    public static SignatureEngine fastest() {
        return corretto().or(SignatureEngines::conscrypt).orElseGet(SignatureEngines::bouncyCastle);
    }

    /** BouncyCastle for elliptic curves and the JDK for RSA, which are always there; the JDK for ML-DSA where it has it. */
    public static SignatureEngine bouncyCastle() {
        return logged(withoutNativeCode());
    }

    /**
     * Amazon Corretto Crypto Provider, and BouncyCastle and the JDK for what it lacks; empty if it is not on the class
     * path or does not work on this machine.
     */
    public static Optional<SignatureEngine> corretto() {
        return findCorretto().map(SignatureEngines::before);
    }

    /** Conscrypt, and BouncyCastle and the JDK for what it lacks; empty if it is not on the class path or does not work here. */
    public static Optional<SignatureEngine> conscrypt() {
        return findConscrypt().map(SignatureEngines::before);
    }

    private static SignatureEngine before(Provider nativeCode) {
        List<RawEngine> inOrder = new ArrayList<>();
        inOrder.add(ProviderEngine.of(nativeCode, OF_NATIVE_CODE));
        inOrder.addAll(withoutNativeCode());
        return logged(inOrder);
    }

    private static List<RawEngine> withoutNativeCode() {
        return List.of(new BouncyCastleEngine(), new PlatformEngine(), new MlDsaEngine());
    }

    // Reflection, because the provider is native code that most users will not have.
    private static Optional<Provider> findCorretto() {
        try {
            Class<?> type = Class.forName(CORRETTO);
            Object instance = type.getField("INSTANCE").get(null);
            Object fault = type.getMethod("getLoadingError").invoke(instance);
            if (fault != null || !(instance instanceof Provider provider)) {
                LOG.warn("zt: Amazon Corretto Crypto Provider is present but does not work here: {}", fault);
                return Optional.empty();
            }
            return Optional.of(provider);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warn("zt: Amazon Corretto Crypto Provider is present but does not work here", e);
            return Optional.empty();
        }
    }

    private static Optional<Provider> findConscrypt() {
        try {
            Object instance = Class.forName(CONSCRYPT).getMethod("newProvider").invoke(null);
            return instance instanceof Provider provider ? Optional.of(provider) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.warn("zt: Conscrypt is present but does not work here", e);
            return Optional.empty();
        }
    }

    private static SignatureEngine logged(List<RawEngine> inOrder) {
        SignatureEngine engine = new EngineTable(inOrder);
        LOG.info("zt: signatures by {}", engine.name());
        return engine;
    }
}
