package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.identity.Scopes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code endpoints:} of a policy, and whatever names them. */
final class EndpointReader {
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, String> nameByShape = new HashMap<>();

    EndpointReader(Fields fields) {
        for (String name : fields.names()) {
            Grammar.checkName(fields, name);
            endpoints.put(name, endpoint(name, fields.value(name)));
        }
    }

    /** The endpoints by their names, in the order of the document. */
    Map<String, Endpoint> endpoints() {
        return endpoints;
    }

    /** The names that a value lists, with {@code *} for all. */
    Set<String> names(Node node) {
        Set<String> names = new LinkedHashSet<>();
        for (Node item : Grammar.stated(node)) {
            if (item.text().equals("*")) {
                names.addAll(endpoints.keySet());
            } else {
                names.add(Fields.declared(item, "endpoint", endpoints).name());
            }
        }
        return names;
    }

    private Endpoint endpoint(String name, Node node) {
        if (!(node instanceof Fields fields)) {
            return endpoint(name, node, Scopes.none(), false, false, Optional.empty());
        }
        fields.only("match", "requires", "critical", "public", "user-authentication");
        Scopes requires = Grammar.scopes(fields.optional("requires"));
        boolean critical = fields.optional("critical").map(Node::flag).orElse(false);
        boolean open = fields.optional("public").map(Node::flag).orElse(false);
        Optional<UserAuthentication> user =
                fields.optional("user-authentication").map(EndpointReader::userAuthentication);
        if (open && (critical || !requires.isEmpty() || user.isPresent())) {
            throw fields.error(
                    "a public endpoint can neither be critical nor require scopes nor demand user-authentication");
        }
        return endpoint(name, fields.required("match"), requires, critical, open, user);
    }

    private static UserAuthentication userAuthentication(Node node) {
        Fields fields = node.fields().only("acr", "max-age");
        List<String> acr = new ArrayList<>();
        fields.optional("acr")
                .ifPresent(list ->
                        Grammar.stated(list).forEach(item -> acr.add(item.as(UserAuthentication::checkedContext))));
        try {
            return new UserAuthentication(acr, fields.optional("max-age").map(Node::duration));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    private Endpoint endpoint(
            String name,
            Node match,
            Scopes requires,
            boolean critical,
            boolean open,
            Optional<UserAuthentication> user) {
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
        Endpoint endpoint = new Endpoint(name, parts[0], template, requires, critical, open, user);
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
