package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code posture:} of a policy, and stands in for what it leaves out. */
final class PostureReader {
    private final EndpointReader reader;
    private final Map<String, Endpoint> endpoints;

    PostureReader(EndpointReader reader) {
        this.reader = reader;
        this.endpoints = reader.endpoints();
    }

    PolicyDocument.Postures read(Optional<Node> node) {
        Optional<Fields> levels = node.map(Node::fields);
        levels.ifPresent(fields -> fields.only("elevated", "lockdown"));
        Restriction elevated = levels.flatMap(fields -> fields.optional("elevated"))
                .map(level -> restriction("posture.elevated", level))
                .orElse(new Restriction.CriticalDenied());
        Restriction lockdown = levels.flatMap(fields -> fields.optional("lockdown"))
                .map(level -> lockdown(level, elevated))
                .orElse(new Restriction.AllDenied());
        return new PolicyDocument.Postures(elevated, lockdown);
    }

    private Restriction restriction(String level, Node node) {
        Fields fields = node.fields().only("only", "deny", "scopes");
        if (fields.names().isEmpty()) {
            throw fields.error(
                    "nothing is said here; write only, deny or scopes, leave the level out for its default, or"
                            + " write 'only: \"*\"' to take nothing away");
        }
        Optional<Node> deny = fields.optional("deny");
        deny.ifPresent(this::refusePublic);
        Optional<Node> scopes = fields.optional("scopes");
        return new Restriction.Stated(
                level,
                fields.optional("only").map(reader::names).orElse(endpoints.keySet()),
                deny.map(reader::names).orElse(Set.of()),
                scopes.map(Grammar::scopes).orElse(null));
    }

    // Lockdown never opens what elevated closes, and whoever writes so expects otherwise.
    private Restriction lockdown(Node node, Restriction elevated) {
        Restriction lockdown = restriction("posture.lockdown", node);
        node.fields()
                .optional("only")
                .ifPresent(only -> only.oneOrMore().forEach(item -> {
                    Endpoint endpoint = endpoints.get(item.text());
                    if (endpoint != null && !endpoint.open() && elevated.refusal(endpoint) != null) {
                        throw item.error(
                                "'" + item.text() + "' is denied at elevated already, and lockdown denies all that"
                                        + " elevated does; allow it there first");
                    }
                }));
        return lockdown;
    }

    private void refusePublic(Node deny) {
        for (Node item : deny.oneOrMore()) {
            Endpoint endpoint = endpoints.get(item.text());
            if (endpoint != null && endpoint.open()) {
                throw item.error("'" + item.text() + "' is public: it is served whoever calls, at every posture");
            }
        }
    }
}
