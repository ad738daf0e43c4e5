package dev.zt.verify;

import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.keys.SignatureProvider;
import dev.zt.request.Call;
import dev.zt.request.CredentialFault;
import dev.zt.request.Credentials;
import dev.zt.request.PresentedCredential;
import dev.zt.request.UnreadableCertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks who makes a call: finds the one credential, checks the token, then the proof, then that the proof is new.
 * Safe for concurrent use. Never throws for what a caller sent.
 */
public final class CallerVerifier {
    private final VerifierRules rules;
    private final BundleSource bundles;
    private final WitVerifier wits;
    private final WptVerifier proofs;
    private final SignatureVerifier signatures;
    private final ClientVerifier clients;
    private final CertificateVerifier certificates;
    private final TransactionVerifier transactions;
    private final InstantSource clock;

    /** A verifier with these rules, whose keys, memory and time come from outside; DPoP proofs need no nonce. */
    public CallerVerifier(
            VerifierRules rules,
            BundleSource bundles,
            ReplayStore replays,
            SignatureProvider provider,
            InstantSource clock) {
        this(rules, bundles, replays, null, provider, clock);
    }

    /**
     * A verifier with these rules, whose keys, memory and time come from outside.
     *
     * @param nonces the nonces that DPoP proofs must carry; null if they need none
     */
    public CallerVerifier(
            VerifierRules rules,
            BundleSource bundles,
            ReplayStore replays,
            @Nullable DpopNonces nonces,
            SignatureProvider provider,
            InstantSource clock) {
        SingleUse uses = new SingleUse(replays);
        this.rules = rules;
        this.bundles = bundles;
        this.wits = new WitVerifier(WitRules.of(rules), bundles, provider.engine());
        this.proofs = new WptVerifier(rules, uses);
        this.signatures = new SignatureVerifier(rules, uses);
        this.clients = new ClientVerifier(
                rules, new TokenVerifier(rules, bundles), new DpopVerifier(rules, nonces, provider.engine()), uses);
        this.certificates = new CertificateVerifier(rules, bundles, provider, clock);
        this.transactions = new TransactionVerifier(rules, bundles);
        this.clock = clock;
    }

    /** Checks a call's credential, and the transaction token beside it. */
    public VerifyResult verify(Call call) {
        try {
            return check(call);
        } catch (UnreadableCertificateException e) {
            // Taken for no certificate, a token of somebody else would pass beside it.
            return new VerifyResult.Rejected(Rejection.CERTIFICATE_MALFORMED, ProofKind.CERTIFICATE);
        }
    }

    private VerifyResult check(Call call) {
        Instant now = clock.instant();
        List<X509Certificate> shown = certificates.shown(call);
        VerifyResult result = request(Credentials.of(call, rules.maxTokenLength()), call, now);
        if (!shown.isEmpty()) {
            result = withConnection(result, shown);
        }
        return result instanceof VerifyResult.Verified verified ? withTransaction(verified, call, now) : result;
    }

    private VerifyResult request(PresentedCredential presented, Call call, Instant now) {
        if (presented instanceof PresentedCredential.Unusable unusable) {
            return VerifyResult.Rejected.of(unusable.fault());
        }
        if (presented instanceof PresentedCredential.WitWithSignature signed) {
            return signedByWorkload(signed, call, now);
        }
        // Where signatures are not asked for, they are somebody else's business, such as a gateway's.
        if (rules.signatures().areAccepted() && SignatureVerifier.isPresented(call)) {
            return VerifyResult.Rejected.of(
                    presented instanceof PresentedCredential.None
                            ? CredentialFault.PROOF_WITHOUT_TOKEN
                            : CredentialFault.CREDENTIALS_MIXED);
        }
        if (presented instanceof PresentedCredential.WitWithProof pair) {
            return workload(pair, call, now);
        }
        if (presented instanceof PresentedCredential.BoundToken bound) {
            return clients.verify(bound, call, now);
        }
        return presented instanceof PresentedCredential.BearerToken bearer
                ? clients.verify(bearer, call, now)
                : new VerifyResult.Anonymous();
    }

    // What a request says never gives way to what its connection says, nor the other way round.
    private VerifyResult withConnection(VerifyResult request, List<X509Certificate> shown) {
        if (request instanceof VerifyResult.Anonymous) {
            return certificates.verify(shown);
        }
        return request instanceof VerifyResult.Verified verified ? certificates.beside(verified, shown) : request;
    }

    private VerifyResult workload(PresentedCredential.WitWithProof pair, Call call, Instant now) {
        WitCheck wit = wits.verify(pair.wit(), now);
        return wit instanceof WitCheck.Passed identity
                ? proofs.verify(pair.proof(), identity, call, now)
                : ((WitCheck.Failed) wit).result();
    }

    private VerifyResult signedByWorkload(PresentedCredential.WitWithSignature presented, Call call, Instant now) {
        if (!rules.signatures().areAccepted()) {
            return VerifyResult.Rejected.of(presented.otherwise());
        }
        WitCheck wit = wits.verify(presented.wit(), now);
        return wit instanceof WitCheck.Passed identity
                ? signatures.verify(presented, identity.wit, call, now)
                : ((WitCheck.Failed) wit).result();
    }

    // Looked at for a proven caller only: the token is context, and proves nothing of who brings it.
    private VerifyResult withTransaction(VerifyResult.Verified verified, Call call, Instant now) {
        TransactionCheck check = transactions.verify(call, now);
        if (check instanceof TransactionCheck.Failed failed) {
            return new VerifyResult.Rejected(failed.reason(), verified.caller().proofKind());
        }
        if (check instanceof TransactionCheck.Unavailable away) {
            return away.result();
        }
        return check instanceof TransactionCheck.Passed passed
                ? verified.with(passed.checked().transaction())
                : verified;
    }

    /**
     * What would be said now of a caller that was verified before, for a later dispatch or long work: whether its
     * credential has expired and whether its issuer still publishes the key that signed it.
     */
    public VerifyResult recheck(VerifiedCaller caller) {
        if (caller.proofKind() == ProofKind.CERTIFICATE) {
            return certificates.verify(caller.certificates());
        }
        BundleLookup lookup = bundles.bundle(caller.id().issuer());
        if (lookup instanceof BundleLookup.Unavailable away) {
            return new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, away.retryAfter());
        }
        KeyUse use = caller.keyUse();
        boolean workload = use == KeyUse.WIT_SVID;
        if (!(lookup instanceof BundleLookup.Found found)) {
            return new VerifyResult.Rejected(
                    workload ? Rejection.WIT_TRUST_DOMAIN_UNKNOWN : Rejection.TOKEN_ISSUER_UNKNOWN, caller.proofKind());
        }
        if (use == null || !found.bundle().publishes(use, caller.issuerKey())) {
            return new VerifyResult.Rejected(
                    workload ? Rejection.WIT_KEY_UNKNOWN : Rejection.TOKEN_KEY_UNKNOWN, caller.proofKind());
        }
        return clock.instant().isBefore(caller.until())
                ? new VerifyResult.Verified(caller)
                : new VerifyResult.Rejected(
                        workload ? Rejection.WIT_EXPIRED : Rejection.TOKEN_EXPIRED, caller.proofKind());
    }
}
