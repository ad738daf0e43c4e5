package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which callers may come near this service at all, before any endpoint is looked at. Immutable. */
final class AdmittedCallers {
    private final Set<TrustDomain> domains;
    private final Set<String> segments;
    private final Map<WorkloadId, String> segmentOf = new HashMap<>();
    private final Decision.Deny wrongDomain;
    private final Decision.Deny wrongSegment;

    AdmittedCallers(PolicyDocument document) {
        this.domains = document.admitted().trustDomains();
        this.segments = document.admitted().segments();
        document.segments().forEach((name, members) -> members.forEach(id -> segmentOf.put(id, name)));
        this.wrongDomain = new Decision.Deny(
                DenyReason.TRUST_DOMAIN_NOT_ADMITTED, "", Scopes.none(), "admit.trust-domains holds " + domains);
        this.wrongSegment = new Decision.Deny(
                DenyReason.SEGMENT_NOT_ADMITTED, "", Scopes.none(), "admit.segments holds " + segments);
    }

    Decision.@Nullable Deny refusal(CallerId caller) {
        if (!domains.isEmpty() && !(caller.issuer() instanceof TrustDomain domain && domains.contains(domain))) {
            return wrongDomain;
        }
        String segment = segmentOf.get(caller);
        return !segments.isEmpty() && (segment == null || !segments.contains(segment)) ? wrongSegment : null;
    }
}
