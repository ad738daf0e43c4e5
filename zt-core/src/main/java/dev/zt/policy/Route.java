package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import dev.zt.identity.Scopes;
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
    private final Map<CallerId, Cell> byCaller;
    private final Map<Issuer, Cell> byIssuer;
    private final Cell otherWorkloads;
    private final Cell otherClients;

    Route(
            AdmittedCallers admitted,
            @Nullable Endpoint endpoint,
            Map<CallerId, Cell> byCaller,
            Map<Issuer, Cell> byIssuer,
            Cell otherWorkloads,
            Cell otherClients) {
        this.admitted = admitted;
        this.endpoint = endpoint;
        this.byCaller = byCaller;
        this.byIssuer = byIssuer;
        this.otherWorkloads = otherWorkloads;
        this.otherClients = otherClients;
    }

    static Route unlisted(AdmittedCallers admitted) {
        Cell nowhere = new Cell.Closed(new Decision.Deny(
                DenyReason.ENDPOINT_UNLISTED, "", Scopes.none(), "no endpoint of the policy has this path and method"));
        return new Route(admitted, null, Map.of(), Map.of(), nowhere, nowhere);
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
        return cell(subject.id()).decide(subject);
    }

    private Cell cell(CallerId id) {
        Cell named = byCaller.get(id);
        if (named != null) {
            return named;
        }
        return byIssuer.getOrDefault(id.issuer(), id instanceof WorkloadId ? otherWorkloads : otherClients);
    }
}
