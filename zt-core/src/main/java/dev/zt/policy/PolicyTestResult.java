package dev.zt.policy;

import dev.zt.config.Place;
import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of one line of a policy's {@code tests:}. Immutable.
 *
 * @param place where the line stands
 * @param title caller and call
 * @param expected what the line expects
 * @param seen what the policy says
 * @param passed whether both agree
 */
public record PolicyTestResult(Place place, String title, String expected, String seen, boolean passed) {
    static PolicyTestResult of(
            Policy policy, PolicyDocument.TestCase test, Optional<List<String>> segments, Instant now) {
        String title = title(test);
        if (segments.isEmpty()) {
            boolean passed = test.expect().equals(Expectation.BAD_REQUEST);
            return new PolicyTestResult(test.place(), title, test.expect(), Expectation.BAD_REQUEST, passed);
        }
        Decision decision = decide(policy.route(test.method(), segments.get(), now), test);
        boolean passed = Expectation.met(test.expect(), decision);
        return new PolicyTestResult(test.place(), title, test.expect(), seen(decision), passed);
    }

    private static String title(PolicyDocument.TestCase test) {
        String call = test.method() + " " + test.path();
        Subject subject = test.as().orElse(null);
        if (subject == null) {
            return "anyone " + call;
        }
        return subject + " " + call
                + (subject.binding() == Subject.Binding.NONE ? " as a bearer" : "")
                + (subject.posture() == Posture.NORMAL
                        ? ""
                        : " at posture " + subject.posture().id());
    }

    private static Decision decide(Route route, PolicyDocument.TestCase test) {
        if (route.isOpen()) {
            return Route.PUBLIC;
        }
        return test.as()
                .map(route::decide)
                .orElseGet(() ->
                        new Decision.Deny(DenyReason.NOT_ALLOWED, "", Scopes.none(), "somebody without an identity"));
    }

    private static String seen(Decision decision) {
        if (decision instanceof Decision.Permit permit) {
            return "allow " + permit.rule();
        }
        Decision.Deny deny = (Decision.Deny) decision;
        return "deny " + (deny.rule().isEmpty() ? "" : deny.rule() + " ") + "("
                + deny.reason().id() + ")";
    }
}
