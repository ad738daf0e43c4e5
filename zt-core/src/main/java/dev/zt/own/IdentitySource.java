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

    /** What an operator should know: why there is no identity, or why it is not renewed; empty if all is well. */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
