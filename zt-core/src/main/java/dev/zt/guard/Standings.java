package dev.zt.guard;

import dev.zt.audit.Redaction;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.policy.Decision;
import dev.zt.policy.DenyReason;
import dev.zt.policy.Endpoint;
import dev.zt.posture.Bar;
import dev.zt.posture.InstancePostures;
import dev.zt.posture.Posture;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.Signal;
import dev.zt.posture.StatusAge;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import dev.zt.request.Target;
import dev.zt.verify.Rejection;
import dev.zt.verify.VerifiedCaller;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says how proven callers stand, and learns from how their calls are judged. Safe for concurrent use. */
final class Standings {
    private static final Set<String> REPLAYS =
            Set.of(Rejection.PROOF_REPLAYED.id(), Rejection.DPOP_REPLAYED.id(), Rejection.SIGNATURE_REPLAYED.id());
    private static final Set<DenyReason> NO_OFFENCE =
            Set.of(DenyReason.POSTURE, DenyReason.QUARANTINED, DenyReason.USER_AUTHENTICATION);
    private static final Standing.At NORMAL = new Standing.At(Posture.NORMAL);

    private final StatusSource statuses;
    private final RevocationNeed need;
    private final InstancePostures postures;
    private final InstantSource clock;

    Standings(StatusSource statuses, RevocationNeed need, InstancePostures postures, InstantSource clock) {
        this.statuses = statuses;
        this.need = need;
        this.postures = postures;
        this.clock = clock;
    }

    /** How a caller stands now: the worse of what its authority says of it and what it did here. */
    Standing of(VerifiedCaller caller) {
        Posture posture = postures.posture(caller.id(), caller.instance());
        // Only a trust domain tells what it has revoked.
        if (!(caller.id() instanceof WorkloadId workload)) {
            return at(posture);
        }
        StatusLookup lookup = statuses.status(workload.trustDomain());
        if (lookup instanceof StatusLookup.NotTracked) {
            return at(posture);
        }
        boolean required = need == RevocationNeed.REQUIRED;
        if (!(lookup instanceof StatusLookup.Known known)) {
            return required ? new Standing.Unknown() : at(posture);
        }
        StatusAge age = StatusAge.of(known.status(), clock.instant());
        if (required && age == StatusAge.UNBELIEVABLE) {
            return new Standing.Unknown();
        }
        // Checked at any age: what was revoked once is served again only when its authority says so.
        // A bearer shows no key; its own place is taken by its issuer's, which is asked for anyway.
        String ownKey = caller.keyThumbprint().orElse(caller.issuerKey());
        Optional<Bar> bar = known.status().bar(workload, caller.instance(), caller.issuerKey(), ownKey);
        if (bar.isPresent()) {
            return new Standing.Barred(bar.get());
        }
        return at(required && age == StatusAge.STALE ? posture.or(Posture.ELEVATED) : posture);
    }

    private static Standing at(Posture posture) {
        return posture == Posture.NORMAL ? NORMAL : new Standing.At(posture);
    }

    /**
     * Takes from a verdict what speaks against somebody. Only a caller whose proof verified is ever named, and only for
     * the request that it sent: a forward or an error page is the application's choice.
     */
    void learnFrom(Exchange exchange, Verdict verdict) {
        if (!(verdict instanceof Verdict.Refusal refusal)
                || !exchange.dispatch().equals(Exchange.REQUEST)) {
            return;
        }
        VerifiedCaller caller = refusal.caller();
        // All bearers of a client are one to us: whoever holds one of its tokens would accuse the others.
        boolean told = caller != null && caller.instance().origin() != InstanceId.Origin.NONE;
        if (caller != null && told && isHeldAgainst(refusal.deny())) {
            postures.accept(Signal.endpointDenied(
                    caller.id(), caller.instance(), clock.instant(), endpoint(exchange, refusal)));
        } else if (REPLAYS.contains(refusal.reason())) {
            postures.accept(Signal.replay(clock.instant(), endpoint(exchange, refusal)));
        }
    }

    // What a posture takes away is no new offence; counted, it would keep itself up for ever. And to be sent back for a
    // newer login is the way of things.
    private static boolean isHeldAgainst(Decision.@Nullable Deny deny) {
        return deny != null && !NO_OFFENCE.contains(deny.reason());
    }

    private static String endpoint(Exchange exchange, Verdict.Refusal refusal) {
        Endpoint endpoint = refusal.endpoint();
        if (endpoint != null) {
            return endpoint.name();
        }
        // The decoded path, so that another spelling of it is not another endpoint.
        String path = exchange.call()
                .target()
                .map(Target::segments)
                .map(segments -> "/" + String.join("/", segments))
                .orElse("");
        return Redaction.path(path);
    }
}
