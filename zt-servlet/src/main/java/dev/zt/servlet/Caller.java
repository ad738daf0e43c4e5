package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.verify.ProofKind;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifiedToken;
import dev.zt.verify.VerifiedTransaction;
import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * Who makes the call that a handler serves, and what it may do there. Immutable; a handler that goes on after its
 * dispatch, such as an asynchronous one, takes it before and keeps it.
 */
public final class Caller {
    private final Admission.Granted admission;
    private final VerifiedCaller verified;

    private Caller(Admission.Granted admission, VerifiedCaller verified) {
        this.admission = admission;
        this.verified = verified;
    }

    /**
     * The caller of the dispatch that a request is in.
     *
     * @throws IllegalStateException if nobody was proven: no guard let the request in, or the endpoint is public
     */
    public static Caller of(ServletRequest request) {
        return find(request)
                .orElseThrow(() -> new IllegalStateException(
                        "nobody is proven on a public endpoint; ask Caller.find, or do not make it public"));
    }

    /**
     * The caller of the dispatch that a request is in; empty on a public endpoint, where nobody is proven.
     *
     * @throws IllegalStateException if no guard let the request in
     */
    public static Optional<Caller> find(ServletRequest request) {
        Decided decided = Decided.in(request);
        if (decided == null) {
            throw new IllegalStateException(
                    "no guard let this request in; is ZeroTrust.install called for the application?");
        }
        return of(decided);
    }

    /**
     * The same, and empty also where no guard let the request in. For bridges to other frameworks, which must then know nobody;
     * a handler asks {@link #find}, which tells the two apart.
     */
    public static Optional<Caller> ifAny(ServletRequest request) {
        return Optional.ofNullable(Decided.in(request)).flatMap(Caller::of);
    }

    private static Optional<Caller> of(Decided decided) {
        Admission.Granted admission = decided.admission();
        return admission.caller().map(verified -> new Caller(admission, verified));
    }

    /** Who calls: a workload of a trust domain or a client of an authorization server. */
    public CallerId id() {
        return verified.id();
    }

    /** The workload that calls; empty where it is a client of an authorization server. */
    public Optional<WorkloadId> workload() {
        return id() instanceof WorkloadId workload ? Optional.of(workload) : Optional.empty();
    }

    /** Which of its instances calls. */
    public InstanceId instance() {
        return verified.instance();
    }

    /** By what the call proves who makes it. */
    public ProofKind proofKind() {
        return verified.proofKind();
    }

    /** What the caller's access token says besides who calls; empty if it came with none. */
    public Optional<VerifiedToken> token() {
        return verified.token();
    }

    /**
     * The transaction that the call belongs to, to be passed on with the calls that it leads to; empty if it names none,
     * or nobody's transactions are verified.
     */
    public Optional<VerifiedTransaction> transaction() {
        return verified.transaction();
    }

    /** What the call may do: grant, proof and credential taken together. */
    public Scopes scopes() {
        return admission.scopes();
    }

    /** Whether the call may do this. */
    public boolean has(Scope scope) {
        return scopes().contains(scope);
    }

    /**
     * Whether the call would still be let in now. For long work, asked as often as the work can bear to stop; leaves no
     * event.
     */
    public boolean stillValid() {
        return admission.stillValid();
    }

    /** What let the call in, for whatever binds more than the answer to it, such as the transactions of a database. */
    public Admission.Granted admission() {
        return admission;
    }

    /** Id and instance. */
    @Override
    public String toString() {
        return verified.toString();
    }
}
