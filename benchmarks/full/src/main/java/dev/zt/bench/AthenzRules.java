package dev.zt.bench;

import com.yahoo.athenz.auth.token.AccessToken;
import com.yahoo.athenz.auth.token.RoleToken;
import com.yahoo.athenz.zpe.AuthZpeClient;
import com.yahoo.athenz.zpe.AuthZpeClient.AccessCheckStatus;
import com.yahoo.athenz.zpe.ZpeClient;
import com.yahoo.athenz.zpe.ZpeConsts;
import com.yahoo.athenz.zpe.match.ZpeMatch;
import com.yahoo.athenz.zpe.match.impl.ZpeMatchEqual;
import com.yahoo.athenz.zpe.match.impl.ZpeMatchRegex;
import com.yahoo.rdl.Struct;
import dev.zt.identity.CallerId;
import dev.zt.identity.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Athenz' policy engine in the process, without its servers: a role for each caller, and an assertion for each rule, in
 * the form in which its own loader keeps them. It finds assertions by role, so what it scans are the rules of one caller.
 */
public final class AthenzRules implements ZpeClient {
    private static final String BARRED_ROLE = "barred";

    // The engine makes its client by itself, from the name of the class.
    private static Map<String, List<Struct>> allow = Map.of();
    private static Map<String, List<Struct>> deny = Map.of();

    /** The rules that were read last. */
    public AthenzRules() {}

    static PolicyPeer read(List<Rules.Edge> rules) {
        Map<String, List<Struct>> allowed = new HashMap<>();
        Map<String, List<Struct>> denied = new HashMap<>();
        for (Rules.Edge rule : rules) {
            CallerId caller = rule.caller();
            if (caller == null) {
                denied.computeIfAbsent(BARRED_ROLE, unused -> new ArrayList<>()).add(assertion(rule, BARRED_ROLE));
            } else {
                String role = role(caller);
                allowed.computeIfAbsent(role, unused -> new ArrayList<>()).add(assertion(rule, role));
            }
        }
        allow = Map.copyOf(allowed);
        deny = Map.copyOf(denied);
        // It looks for the keys of servers that nobody has here, and says so with stack traces.
        System.setProperty("org.slf4j.simpleLogger.log.com.yahoo.athenz", "off");
        System.setProperty(ZpeConsts.ZPE_PROP_CLIENT_IMPL, AthenzRules.class.getName());
        AuthZpeClient.setZPEClientClass(AthenzRules.class.getName());
        return (caller, method, path) -> {
            List<String> roles = List.of(role(caller));
            String action = method.toLowerCase(Locale.ROOT);
            return () -> AuthZpeClient.allowActionZPE(
                            action, Rules.TRUST_DOMAIN, Rules.TRUST_DOMAIN + ":" + path, roles, new StringBuilder())
                    == AccessCheckStatus.ALLOW;
        };
    }

    private static String role(CallerId caller) {
        boolean barred =
                caller instanceof WorkloadId id && id.trustDomain().toString().equals(Rules.BARRED);
        return barred ? BARRED_ROLE : caller.toString();
    }

    private static Struct assertion(Rules.Edge rule, String role) {
        String resource = rule.path().replaceAll("\\{\\w+}", "*");
        ZpeMatch path = resource.contains("*") ? new ZpeMatchRegex(resource) : new ZpeMatchEqual(resource);
        Struct assertion = new Struct();
        assertion.put(ZpeConsts.ZPE_FIELD_ROLE, role);
        assertion.put(ZpeConsts.ZPE_FIELD_RESOURCE, resource);
        assertion.put(ZpeConsts.ZPE_FIELD_ACTION, rule.method().toLowerCase(Locale.ROOT));
        assertion.put(ZpeConsts.ZPE_FIELD_POLICY_NAME, "rules");
        assertion.put(
                ZpeConsts.ZPE_ACTION_MATCH_STRUCT,
                new ZpeMatchEqual(rule.method().toLowerCase(Locale.ROOT)));
        assertion.put(ZpeConsts.ZPE_RESOURCE_MATCH_STRUCT, path);
        return assertion;
    }

    @Override
    public void init(String domain) {}

    @Override
    public void close() {}

    @Override
    public Map<String, RoleToken> getRoleTokenCacheMap() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public Map<String, AccessToken> getAccessTokenCacheMap() {
        return new ConcurrentHashMap<>();
    }

    @Override
    public Map<String, List<Struct>> getRoleAllowAssertions(String domain) {
        return allow;
    }

    @Override
    public Map<String, List<Struct>> getWildcardAllowAssertions(String domain) {
        return Map.of();
    }

    @Override
    public Map<String, List<Struct>> getRoleDenyAssertions(String domain) {
        return deny;
    }

    @Override
    public Map<String, List<Struct>> getWildcardDenyAssertions(String domain) {
        return Map.of();
    }

    @Override
    public int getDomainCount() {
        return 1;
    }
}
