package dev.zt.bench;

import dev.zt.keys.SignatureProvider;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.conscrypt.Conscrypt;

/** Who speaks TLS, and who computes for it. */
public enum TlsStack implements Variant {
    /** The contexts of zt without any other engine. */
    PLATFORM("JDK"),
    /** The same where zt finds ACCP: the paths of certificates are checked by it, and the handshake is not. */
    CORRETTO_PATH("JDK, ACCP path"),
    /** The same where the operator made ACCP the first provider of the whole process, which zt never does. */
    CORRETTO_FIRST("JDK over ACCP"),
    /** What zt does not use: its contexts refuse Conscrypt, so these are others, {@link ConscryptContexts}. */
    CONSCRYPT("Conscrypt");

    private final String label;

    TlsStack(String label) {
        this.label = label;
    }

    /** Those that work on this machine. */
    static List<TlsStack> present() {
        List<TlsStack> present = new ArrayList<>(List.of(PLATFORM));
        if (Engine.present().contains(Engine.CORRETTO)) {
            present.add(CORRETTO_PATH);
            present.add(CORRETTO_FIRST);
        }
        if (Conscrypt.isAvailable()) {
            present.add(CONSCRYPT);
        }
        return present;
    }

    /** Who checks the paths of certificates. */
    SignatureProvider signatures() {
        return (this == PLATFORM ? Engine.BOUNCY_CASTLE : Engine.fastest()).signatures();
    }

    /** Changes the process, if that is what is measured. */
    void begin() {
        if (this == CORRETTO_FIRST) {
            Security.insertProviderAt(Engine.CORRETTO.provider(), 1);
        }
    }

    /** Undoes {@link #begin}. */
    void end() {
        if (this == CORRETTO_FIRST) {
            Provider corretto = Engine.CORRETTO.provider();
            Security.removeProvider(corretto.getName());
        }
    }

    @Override
    public String parameter() {
        return "stack";
    }

    @Override
    public String label() {
        return label;
    }
}
