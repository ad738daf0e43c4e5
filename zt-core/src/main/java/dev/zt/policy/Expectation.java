package dev.zt.policy;

import dev.zt.config.Node;
import java.util.Arrays;
import java.util.Set;

/** What a line of {@code tests:} expects: {@code allow [rule]}, {@code deny [rule or reason]} or {@code bad-request}. */
final class Expectation {
    static final String BAD_REQUEST = "bad-request";

    private Expectation() {}

    static String check(Node node, Set<String> ruleIds) {
        String[] words = node.text().split(" ", -1);
        boolean known = words.length == 1
                ? words[0].equals("allow") || words[0].equals("deny") || words[0].equals(BAD_REQUEST)
                : words.length == 2 && isKnown(words[0], words[1], ruleIds);
        if (!known) {
            throw node.error("expected allow, allow RULE, deny, deny RULE, deny REASON or bad-request, with a rule"
                    + " above or one of the reasons " + Arrays.toString(reasons()));
        }
        return node.text();
    }

    /** Whether a verdict is what was expected. */
    static boolean met(String expected, Decision decision) {
        String[] words = expected.split(" ", 2);
        if (decision instanceof Decision.Permit permit) {
            return words[0].equals("allow")
                    && (words.length == 1
                            || Arrays.asList(permit.rule().split("\\+")).contains(words[1]));
        }
        Decision.Deny deny = (Decision.Deny) decision;
        return words[0].equals("deny")
                && (words.length == 1
                        || deny.rule().equals(words[1])
                        || deny.reason().id().equals(words[1]));
    }

    private static boolean isKnown(String verdict, String detail, Set<String> ruleIds) {
        return switch (verdict) {
            case "allow" -> ruleIds.contains(detail) || detail.equals("public") || detail.equals("mode:observe");
            case "deny" -> ruleIds.contains(detail) || Arrays.asList(reasons()).contains(detail);
            default -> false;
        };
    }

    private static String[] reasons() {
        return Arrays.stream(DenyReason.values()).map(DenyReason::id).toArray(String[]::new);
    }
}
