package dev.zt.policy;

import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a call leads: a listed endpoint with its row of the compiled table, or nowhere. Immutable; stays valid, and
 * keeps answering alike, when the policy is replaced meanwhile.
 */
public final class Route {
    /** The verdict of a public endpoint. */
    public static final Decision.Permit PUBLIC = new Decision.Permit("public", Scopes.none(), false);

    private static final Decision.Deny QUARANTINED = new Decision.Deny(
            DenyReason.QUARANTINED, "", Scopes.none(), "this instance is quarantined here, whatever the rules allow");

    private final AdmittedCallers admitted;
    private final @Nullable Endpoint endpoint;
    private final Map<WorkloadId, Cell> byWorkload;
    private final Map<TrustDomain, Cell> byDomain;
    private final Cell others;

    Route(
            AdmittedCallers admitted,
            @Nullable Endpoint endpoint,
            Map<WorkloadId, Cell> byWorkload,
            Map<TrustDomain, Cell> byDomain,
            Cell others) {
        this.admitted = admitted;
        this.endpoint = endpoint;
        this.byWorkload = byWorkload;
        this.byDomain = byDomain;
        this.others = others;
    }

    static Route unlisted(AdmittedCallers admitted) {
        Decision.Deny nowhere = new Decision.Deny(
                DenyReason.ENDPOINT_UNLISTED, "", Scopes.none(), "no endpoint of the policy has this path and method");
        return new Route(admitted, null, Map.of(), Map.of(), Cell.fixed(nowhere, PostureLimits.none()));
    }

    /** The endpoint; empty if the policy lists none for the call. */
    public Optional<Endpoint> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** Whether the endpoint is public: anybody may call it, so nobody needs to prove anything. */
    public boolean isOpen() {
        return endpoint != null && endpoint.open();
    }

    /** The verdict for a proven caller. Takes no lock, does no I/O, and allocates only to deny or to narrow. */
    public Decision decide(Subject subject) {
        if (subject.posture() == Posture.QUARANTINED) {
            return QUARANTINED;
        }
        Decision refused = admitted.refusal(subject.id());
        if (refused != null) {
            return refused;
        }
        Cell cell = byWorkload.get(subject.id());
        if (cell == null) {
            cell = byDomain.getOrDefault(subject.id().issuer(), others);
        }
        Decision decision = cell.decide(subject);
        boolean tooWeak = endpoint != null && endpoint.critical() && subject.binding() == Subject.Binding.AUDIENCE;
        return tooWeak ? asTooWeak(decision) : decision;
    }

    // A posture is the reason only of what would be allowed without it.
    private static Decision asTooWeak(Decision decision) {
        if (decision instanceof Decision.Permit permit) {
            return proofTooWeak(permit.rule());
        }
        Decision.Deny deny = (Decision.Deny) decision;
        return deny.reason() == DenyReason.POSTURE ? proofTooWeak(deny.rule()) : deny;
    }

    private static Decision proofTooWeak(String rule) {
        return new Decision.Deny(
                DenyReason.PROOF_TOO_WEAK,
                rule,
                Scopes.none(),
                rule + " allows it, but the endpoint is critical: the proof must bind the request or the connection");
    }
}
