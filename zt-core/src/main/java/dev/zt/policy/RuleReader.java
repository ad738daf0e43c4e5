package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code allow:} and {@code never:} of a policy. */
final class RuleReader {
    private final CallerReader callers;
    private final EndpointReader endpoints;
    private final Set<String> ids = new HashSet<>();

    RuleReader(CallerReader callers, EndpointReader endpoints) {
        this.callers = callers;
        this.endpoints = endpoints;
    }

    /** The ids of the rules read so far. */
    Set<String> ids() {
        return ids;
    }

    PolicyDocument.Allow allow(Fields fields) {
        fields.only("id", "caller", "to", "scopes", "bound", "why", "owner", "expires");
        fields.optional("why").ifPresent(Node::text);
        fields.optional("owner").ifPresent(Node::text);
        String id = id(fields);
        List<Callers> from = callers.favoured(fields.required("caller"));
        Set<String> to = endpoints.names(fields.required("to"));
        return new PolicyDocument.Allow(
                id,
                from,
                to,
                Grammar.scopes(fields.optional("scopes")),
                isBound(fields.optional("bound"), to),
                fields.optional("expires").map(Grammar::endOfDay).orElse(Instant.MAX));
    }

    private boolean isBound(Optional<Node> bound, Set<String> to) {
        if (bound.map(Node::flag).orElse(true)) {
            return true;
        }
        Map<String, Endpoint> all = endpoints.endpoints();
        for (Endpoint endpoint : all.values()) {
            if (endpoint.critical() && to.contains(endpoint.name())) {
                throw bound.orElseThrow()
                        .error("'" + endpoint.name() + "' is critical, so nobody calls it with a bearer token; leave it"
                                + " to an edge of its own, without 'bound: false'");
            }
        }
        return false;
    }

    PolicyDocument.Never never(Fields fields) {
        fields.only("id", "from", "except", "to", "why", "owner");
        fields.optional("why").ifPresent(Node::text);
        fields.optional("owner").ifPresent(Node::text);
        return new PolicyDocument.Never(
                id(fields),
                callers.forbidden(fields.required("from")),
                fields.optional("except").map(callers::favoured).orElse(List.of()),
                endpoints.names(fields.required("to")));
    }

    private String id(Fields fields) {
        Node node = fields.required("id");
        String id = Grammar.name(node);
        if (!ids.add(id)) {
            throw node.error("the rule id '" + id + "' is taken");
        }
        return id;
    }
}
