package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.enrolment.Issued;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JsonObject;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.KeyUse;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.tls.PeerCheck;
import dev.zt.tls.X509Svid;
import dev.zt.tls.X509SvidVerifier;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Checks what the authority issued before it takes the place of what is held: it must be ours and signed as it says. */
final class Admittance {
    private Admittance() {}

    /** What was issued, ready for use. */
    record Usable(HeldIdentity identity, X509Svid certificate) {}

    /**
     * Puts together what is kept in the state directory; its signature was checked when it came in.
     *
     * @throws ConfigurationException if the parts do not belong together
     */
    static Usable restore(String source, InstanceState.Held held, SignatureProvider signatures) {
        HeldIdentity identity = HeldIdentity.of(source, held.wit(), held.keys().proof(), signatures);
        return new Usable(
                identity, X509Svid.of(held.certificate(), held.keys().tls().toPlatformKey()));
    }

    /** Why an answer is not what was asked for; empty if it is. */
    static Optional<String> fault(
            Issued issued,
            InstanceKeys keys,
            WorkloadId workload,
            TrustBundle bundle,
            SignatureProvider signatures,
            InstantSource clock) {
        CompactJws token = CompactJws.split(issued.wit());
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            return Optional.of("it holds no token");
        }
        boolean signed = token.header()
                .keyId()
                .flatMap(kid -> bundle.key(KeyUse.WIT_SVID, kid))
                .map(key -> key.signed(token))
                .orElse(false);
        if (!signed) {
            return Optional.of("its token is not signed by a key of the bundle");
        }
        if (!claims.string("sub").equals(Optional.of(workload.toString()))
                || !claims.string("instance").equals(Optional.of(issued.instance()))) {
            return Optional.of("its token is for somebody else");
        }
        try {
            InstanceState.Held held =
                    new InstanceState.Held(keys, issued.wit(), issued.instance(), issued.certificate());
            List<X509Certificate> chain =
                    restore("the answer", held, signatures).certificate().chain();
            PeerCheck check =
                    new X509SvidVerifier(domain -> new BundleLookup.Found(bundle, 0), signatures, clock).verify(chain);
            return check instanceof PeerCheck.Verified verified && verified.id().equals(workload)
                    ? Optional.empty()
                    : Optional.of("its certificate does not prove this workload: " + check);
        } catch (ConfigurationException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
