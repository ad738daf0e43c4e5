package dev.zt.own;

import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.tls.X509Svid;
import java.util.Optional;

/**
 * Where an own identity comes from. Safe for concurrent use; answers from memory, without I/O and without waiting,
 * because it is asked on the path of every call.
 */
@FunctionalInterface
public interface IdentitySource {
    /**
     * The identity held now: token and key from one moment, never a mix of two.
     *
     * @throws IdentityUnavailableException if there is none yet
     */
    HeldIdentity current();

    /** The certificate held now, with its key; empty if the source gives none. */
    default Optional<X509Svid> certificate() {
        return Optional.empty();
    }

    /** Whose keys this process believes, to recognise those it calls; nobody's unless the source knows. */
    default BundleSource bundles() {
        return trustDomain -> new BundleLookup.NotTrusted();
    }

    /**
     * Lets a listener know each time another certificate is in place than before, the first one and none included, until
     * the result is closed. It is told by the thread that renews, after the replacement, and never by one of a call; what
     * it throws is logged. A source that does not say when it renews tells nobody: this is such a one unless it overrides
     * this.
     */
    default Listening onRenewal(Runnable listener) {
        return () -> {};
    }

    /** What an operator should know: why there is no identity, or why it is not renewed; empty if all is well. */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
