package dev.zt.authority;

import dev.zt.guard.Admission;
import dev.zt.verify.VerifiedCaller;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Administration over HTTPS, for callers whom the authority's own policy grants it. */
final class GrantedOperators {
    private static final String ADMIN = "/admin/";

    private final Optional<AdminGuard> guard;
    private final AdminHandler operators;

    GrantedOperators(Optional<AdminGuard> guard, AdminHandler operators) {
        this.guard = guard;
        this.operators = operators;
    }

    /** Whether a path is theirs; without a policy there is nothing at it, for anybody. */
    boolean serve(String path) {
        return guard.isPresent() && path.startsWith(ADMIN);
    }

    void handle(Request request, Exchange exchange) {
        Admission admission = guard.orElseThrow().admit(request);
        if (admission instanceof Admission.Refused refused) {
            exchange.answer(refused.answer());
        } else if (admission instanceof Admission.Granted granted) {
            operators.serve(exchange, name(granted.caller().orElseThrow()));
        }
    }

    private static String name(VerifiedCaller caller) {
        return caller.id() + " (" + caller.instance().value() + ")";
    }
}
