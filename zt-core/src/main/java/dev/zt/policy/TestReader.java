package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.posture.Posture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code tests:} of a policy. */
final class TestReader {
    private static final List<String> OF_TOKENS = List.of("token-scopes", "acr", "auth-age");

    private final CallerReader callers;
    private final Set<String> ruleIds;

    TestReader(CallerReader callers, Set<String> ruleIds) {
        this.callers = callers;
        this.ruleIds = ruleIds;
    }

    PolicyDocument.TestCase test(Fields fields) {
        fields.only("as", "call", "scopes", "token-scopes", "bound", "acr", "auth-age", "posture", "expect");
        Optional<Subject> subject = subject(fields);
        Node call = fields.required("call");
        String[] words = call.text().split(" ", -1);
        if (words.length != 2) {
            throw call.error("a call is a method and a path, such as GET /orders/7");
        }
        String expect = Expectation.check(fields.required("expect"), ruleIds);
        return new PolicyDocument.TestCase(fields.place(), subject, words[0], words[1], expect);
    }

    private Optional<Subject> subject(Fields fields) {
        Node as = fields.required("as");
        if (!(as instanceof Fields) && as.text().equals("anyone")) {
            refuse(fields, List.of("scopes", "bound", "posture"), "somebody without an identity has no ");
            refuse(fields, OF_TOKENS, "somebody without an identity has no ");
            return Optional.empty();
        }
        CallerId id = as instanceof Fields || as.text().startsWith("spiffe:") ? CallerReader.id(as) : callers.named(as);
        // A test speaks of rules and not of proofs, so its caller's proof is as strong as can be unless it says so.
        boolean bound = fields.optional("bound").map(Node::flag).orElse(true);
        Subject subject = withToken(fields, Subject.of(id, bound ? Subject.Binding.REQUEST : Subject.Binding.NONE));
        Optional<Node> narrowed = fields.optional("scopes");
        return Optional.of(narrowed.map(list -> subject.narrowedTo(Grammar.scopes(list)))
                .orElse(subject)
                .at(fields.optional("posture").map(TestReader::posture).orElse(Posture.NORMAL)));
    }

    private static Subject withToken(Fields fields, Subject subject) {
        if (!(subject.id() instanceof ClientId)) {
            refuse(fields, OF_TOKENS, "only an access token has it, and a workload presents none: ");
            return subject;
        }
        Node held = fields.optional("token-scopes")
                .orElseThrow(
                        () -> fields.error("a client may do what its token carries; say 'token-scopes: [...]', or []"
                                + " for a token without scopes"));
        Optional<String> acr = fields.optional("acr").map(node -> node.as(UserAuthentication::checkedContext));
        Optional<Duration> age = fields.optional("auth-age").map(Node::duration);
        return subject.holding(Grammar.scopes(held)).authenticated(acr, age);
    }

    private static void refuse(Fields fields, List<String> keys, String why) {
        for (String key : keys) {
            fields.optional(key).ifPresent(node -> {
                throw node.error(why + key);
            });
        }
    }

    private static Posture posture(Node node) {
        Map<String, Posture> known = new LinkedHashMap<>();
        for (Posture posture : Posture.values()) {
            known.put(posture.id(), posture);
        }
        return Fields.declared(node, "posture", known);
    }
}
