package dev.zt.bench;

import dev.zt.jose.PrivateJwk;
import dev.zt.jose.VerificationKey;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import java.time.Duration;
import java.time.InstantSource;

/** One running caller. */
final class Instance {
    /** Proofs are minted ahead of time, for use until the fork ends. */
    private static final Duration AHEAD = Duration.ofMinutes(4);

    private final String wit;
    private final PrivateJwk key;
    private final SignatureProvider signatures;
    private final HeldIdentity held;
    private final ServiceIdentity early;

    Instance(String wit, PrivateJwk key, SignatureProvider signatures) {
        this.wit = wit;
        this.key = key;
        this.signatures = signatures;
        this.held = HeldIdentity.of("instance", wit, key, signatures);
        InstantSource system = InstantSource.system();
        this.early = ServiceIdentity.of(() -> held, () -> system.instant().plus(AHEAD));
    }

    String wit() {
        return wit;
    }

    PrivateJwk key() {
        return key;
    }

    /** The key that the token confirms, prepared for bare checks. */
    VerificationKey confirmedKey() {
        return signatures.engine().verificationKey(key.publicJwk());
    }

    /** The identity as a caller holds it. */
    ServiceIdentity identity() {
        return ServiceIdentity.of(() -> held, InstantSource.system());
    }

    /** A call with a proof of its own. */
    ProvenCall call(Rules.Permitted permitted) {
        return new ProvenCall(permitted, wit, early.prove(Fleet.AUDIENCE).authorization());
    }
}
