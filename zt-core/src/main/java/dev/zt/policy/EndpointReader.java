package dev.zt.policy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.identity.Scopes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code endpoints:} of a policy. */
final class EndpointReader {
    private final Map<String, Endpoint> endpoints;
    private final Map<String, String> nameByShape = new HashMap<>();

    EndpointReader(Map<String, Endpoint> endpoints) {
        this.endpoints = endpoints;
    }

    void read(Fields fields) {
        for (String name : fields.names()) {
            if (!PolicyReader.isName(name)) {
                throw new ConfigurationException(
                        fields.placeOf(name), "the name of an endpoint has letters, digits, '.', '_' and '-'");
            }
            endpoints.put(name, endpoint(name, fields.value(name)));
        }
    }

    private Endpoint endpoint(String name, Node node) {
        if (!(node instanceof Fields fields)) {
            return endpoint(name, node, Scopes.none(), false, false);
        }
        fields.only("match", "requires", "critical", "public");
        Scopes requires = PolicyReader.scopes(fields.optional("requires"));
        boolean critical = fields.optional("critical").map(Node::flag).orElse(false);
        boolean open = fields.optional("public").map(Node::flag).orElse(false);
        if (open && (critical || !requires.isEmpty())) {
            throw fields.error("a public endpoint can neither be critical nor require scopes");
        }
        return endpoint(name, fields.required("match"), requires, critical, open);
    }

    private Endpoint endpoint(String name, Node match, Scopes requires, boolean critical, boolean open) {
        String[] parts = match.text().split(" ", -1);
        if (parts.length != 2 || !isMethod(parts[0])) {
            throw match.error("an endpoint is a method in capitals and a path template, such as GET /orders/{id}");
        }
        PathTemplate template;
        try {
            template = PathTemplate.of(parts[1]);
        } catch (IllegalArgumentException e) {
            throw match.error(String.valueOf(e.getMessage()));
        }
        Endpoint endpoint = new Endpoint(name, parts[0], template, requires, critical, open);
        Optional<String> twin = Optional.ofNullable(nameByShape.putIfAbsent(parts[0] + " " + template.shape(), name));
        if (twin.isPresent()) {
            throw match.error("matches the same calls as endpoint '" + twin.get() + "'");
        }
        return endpoint;
    }

    private static boolean isMethod(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }
}
