package dev.zt.bench;

import dev.zt.keys.SignatureProvider;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;

/** Who computes signatures in a process, for zt and for its peers. */
enum Providers {
    /** Peers ask the platform, which has what the JDK came with; zt has BouncyCastle and asks the platform for RSA. */
    AS_SHIPPED("as shipped", Engine.BOUNCY_CASTLE),
    /** ACCP is the first provider of the whole process, as only its operator can make it; zt finds it by itself. */
    ACCP_FIRST("ACCP first", Engine.CORRETTO);

    private final String label;
    private final Engine engine;

    Providers(String label, Engine engine) {
        this.label = label;
        this.engine = engine;
    }

    /** Those that work on this machine. */
    static List<Providers> present() {
        return Arrays.stream(values())
                .filter(each -> Engine.present().contains(each.engine))
                .toList();
    }

    /** Changes the process for good, so it has to be one of its own; before any key is made or read. */
    void begin() {
        if (this == ACCP_FIRST) {
            Security.insertProviderAt(engine.provider(), 1);
        }
    }

    /** Undoes {@link #begin}, for tests, which share a process. */
    void end() {
        if (this == ACCP_FIRST) {
            Provider corretto = engine.provider();
            Security.removeProvider(corretto.getName());
        }
    }

    /** What zt has then. */
    SignatureProvider signatures() {
        return engine.signatures();
    }

    String label() {
        return label;
    }
}
