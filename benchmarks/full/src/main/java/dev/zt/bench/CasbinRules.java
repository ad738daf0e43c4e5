package dev.zt.bench;

import dev.zt.identity.CallerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin, a line of policy for each rule; what is cheap and refuses most stands first in its matcher. */
final class CasbinRules implements PolicyPeer {
    private final Enforcer enforcer;

    CasbinRules(List<Rules.Edge> rules) {
        Model model = new Model();
        model.addDef("r", "r", "sub, obj, act");
        model.addDef("p", "p", "sub, obj, act, eft");
        model.addDef("e", "e", "some(where (p.eft == allow)) && !some(where (p.eft == deny))");
        model.addDef(
                "m",
                "m",
                "r.act == p.act && (r.sub == p.sub || (p.eft == \"deny\" && keyMatch(r.sub, p.sub)))"
                        + " && keyMatch2(r.obj, p.obj)");
        enforcer = new Enforcer(model);
        enforcer.enableLog(false);
        // It refuses a list in which a line stands twice.
        Set<List<String>> lines = new LinkedHashSet<>();
        for (Rules.Edge rule : rules) {
            CallerId caller = rule.caller();
            lines.add(List.of(
                    caller == null ? "spiffe://" + Rules.BARRED + "/*" : caller.toString(),
                    rule.path().replaceAll("\\{(\\w+)}", ":$1"),
                    rule.method(),
                    caller == null ? "deny" : "allow"));
        }
        enforcer.addPolicies(new ArrayList<>(lines));
    }

    @Override
    public BooleanSupplier question(CallerId caller, String method, String path) {
        String subject = caller.toString();
        return () -> enforcer.enforce(subject, path, method);
    }
}
