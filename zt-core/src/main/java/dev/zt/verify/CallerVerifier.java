package dev.zt.verify;

import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.request.Call;
import dev.zt.request.Credentials;
import dev.zt.request.PresentedCredential;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Checks who makes a call: finds the one credential, checks the token, then the proof, then that the proof is new.
 * Safe for concurrent use. Never throws for what a caller sent.
 */
public final class CallerVerifier {
    private final WitVerifier wits;
    private final WptVerifier proofs;
    private final InstantSource clock;

    /** A verifier with these rules, whose keys, memory and time come from outside. */
    public CallerVerifier(
            VerifierRules rules,
            BundleSource bundles,
            ReplayStore replays,
            SignatureProvider signatures,
            InstantSource clock) {
        this.wits = new WitVerifier(rules, bundles, signatures.engine());
        this.proofs = new WptVerifier(rules, replays);
        this.clock = clock;
    }

    /**
     * What would be said now of a caller that was verified before, for a later dispatch or long work: whether its
     * credential has expired and whether its trust domain still publishes the key that signed it.
     */
    public VerifyResult recheck(VerifiedCaller caller) {
        return wits.recheck(caller, clock.instant());
    }

    /** Checks a call's credential. */
    public VerifyResult verify(Call call) {
        PresentedCredential presented = Credentials.of(call);
        if (presented instanceof PresentedCredential.Unusable unusable) {
            return new VerifyResult.Rejected(Rejection.of(unusable.fault()));
        }
        if (!(presented instanceof PresentedCredential.WitWithProof pair)) {
            return new VerifyResult.Anonymous();
        }
        Instant now = clock.instant();
        WitCheck wit = wits.verify(pair.wit(), now);
        if (wit instanceof WitCheck.Passed identity) {
            return proofs.verify(pair.proof(), identity, call, now);
        }
        return ((WitCheck.Failed) wit).result();
    }
}
