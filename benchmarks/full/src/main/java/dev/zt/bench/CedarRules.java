package dev.zt.bench;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import dev.zt.identity.CallerId;
import dev.zt.identity.WorkloadId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Cedar, a policy for each rule, in a set that its native half keeps parsed. */
final class CedarRules implements PolicyPeer {
    private static final Entities NO_ENTITIES = new Entities();

    private final AuthorizationEngine engine = new BasicAuthorizationEngine();
    private final PolicySet policies;

    CedarRules(List<Rules.Edge> rules) {
        Set<Policy> written = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            written.add(new Policy(written(rules.get(i)), "rule" + i));
        }
        policies = new PolicySet(written);
        try {
            policies.cache();
        } catch (CacheException e) {
            throw new IllegalStateException("the rules cannot be kept", e);
        }
    }

    private static String written(Rules.Edge rule) {
        CallerId caller = rule.caller();
        String head = caller == null ? "forbid(principal, " : "permit(principal == Workload::\"" + caller + "\", ";
        String also = caller == null ? "context.domain == \"" + Rules.BARRED + "\" && " : "";
        return head + "action == Action::\"" + rule.method() + "\", resource) when { " + also + "context.path like \""
                + rule.path().replaceAll("\\{\\w+}", "*") + "\" };";
    }

    @Override
    public BooleanSupplier question(CallerId caller, String method, String path) {
        EntityUID principal = entity("Workload", caller.toString());
        EntityUID action = entity("Action", method);
        EntityUID resource = entity("Service", "orders");
        String domain = ((WorkloadId) caller).trustDomain().toString();
        AuthorizationRequest request = new AuthorizationRequest(
                principal, action, resource, Map.of("path", new PrimString(path), "domain", new PrimString(domain)));
        return () -> isAllowed(request);
    }

    private boolean isAllowed(AuthorizationRequest request) {
        try {
            return engine.isAuthorized(request, policies, NO_ENTITIES)
                    .success
                    .orElseThrow()
                    .isAllowed();
        } catch (AuthException e) {
            throw new IllegalStateException("Cedar cannot decide", e);
        }
    }

    private static EntityUID entity(String type, String id) {
        return EntityUID.parse(type + "::\"" + id + "\"").orElseThrow();
    }
}
