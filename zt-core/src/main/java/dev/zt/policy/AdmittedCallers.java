package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which callers may come near this service at all, before any endpoint is looked at. Immutable. */
final class AdmittedCallers {
    private final Set<Issuer> vouching = new HashSet<>();
    private final Set<String> segments;
    private final Map<CallerId, String> segmentOf = new HashMap<>();
    private final Decision.Deny wrongDomain;
    private final Decision.Deny wrongIssuer;
    private final Decision.Deny wrongSegment;

    AdmittedCallers(PolicyDocument document) {
        PolicyDocument.Admitted admitted = document.admitted();
        vouching.addAll(admitted.trustDomains());
        vouching.addAll(admitted.issuers());
        this.segments = admitted.segments();
        document.segments().forEach((name, members) -> members.forEach(id -> segmentOf.put(id, name)));
        this.wrongDomain = refusal(DenyReason.TRUST_DOMAIN_NOT_ADMITTED, "trust-domains", admitted.trustDomains());
        this.wrongIssuer = refusal(DenyReason.ISSUER_NOT_ADMITTED, "issuers", admitted.issuers());
        this.wrongSegment = refusal(DenyReason.SEGMENT_NOT_ADMITTED, "segments", admitted.segments());
    }

    private static Decision.Deny refusal(DenyReason reason, String key, Set<?> listed) {
        String nearest = "admit." + key + (listed.isEmpty() ? " is not there" : " holds " + listed);
        return new Decision.Deny(reason, "", Scopes.none(), nearest);
    }

    Decision.@Nullable Deny refusal(CallerId caller) {
        if (!vouching.isEmpty() && !vouching.contains(caller.issuer())) {
            return caller instanceof WorkloadId ? wrongDomain : wrongIssuer;
        }
        String segment = segmentOf.get(caller);
        return !segments.isEmpty() && (segment == null || !segments.contains(segment)) ? wrongSegment : null;
    }
}
