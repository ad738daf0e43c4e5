package dev.zt.policy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.config.StrictYaml;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a policy document. Every name is declared before it is used, and every mistake names its place. */
final class PolicyReader {
    private static final long VERSION = 1;
    private static final String NAME_RULE = "a name has letters, digits, '.', '_' and '-'";

    private final Fields root;
    private final Map<String, WorkloadId> workloads = new LinkedHashMap<>();
    private final Map<String, Set<WorkloadId>> segments = new LinkedHashMap<>();
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Set<String> ruleIds = new HashSet<>();

    private PolicyReader(Fields root) {
        this.root = root;
    }

    static PolicyDocument read(String source, byte[] content) {
        return new PolicyReader(StrictYaml.read(source, content)).document();
    }

    private PolicyDocument document() {
        root.only(
                "zt",
                "service",
                "segment",
                "admit",
                "mode",
                "until",
                "workloads",
                "segments",
                "endpoints",
                "allow",
                "never",
                "posture",
                "tests");
        Node version = root.required("zt");
        if (version.wholeNumber() != VERSION) {
            throw version.error("only version " + VERSION + " of the policy document is known");
        }
        String service = name(root.required("service"));
        readWorkloads();
        readSegments();
        String segment = segment(root.required("segment"));
        PolicyDocument.Admitted admitted = admitted(root.required("admit").fields());
        PolicyDocument.Observation observation = observation();
        new EndpointReader(endpoints).read(root.required("endpoints").fields());
        List<PolicyDocument.Allow> allows = new ArrayList<>();
        items("allow").forEach(item -> allows.add(allow(item.fields())));
        List<PolicyDocument.Never> nevers = new ArrayList<>();
        items("never").forEach(item -> nevers.add(never(item.fields())));
        PolicyDocument.Postures postures = new PostureReader(endpoints).read(root.optional("posture"));
        List<PolicyDocument.TestCase> tests = new ArrayList<>();
        items("tests").forEach(item -> tests.add(test(item.fields())));
        return new PolicyDocument(
                service,
                segment,
                admitted,
                observation,
                workloads,
                segments,
                endpoints,
                allows,
                nevers,
                postures,
                tests);
    }

    private List<Node> items(String key) {
        return root.optional(key).map(Node::items).orElse(List.of());
    }

    private void readWorkloads() {
        Fields fields = root.required("workloads").fields();
        Set<WorkloadId> seen = new HashSet<>();
        for (String name : fields.names()) {
            checkName(fields, name);
            WorkloadId id = fields.value(name).as(WorkloadId::of);
            if (!seen.add(id)) {
                throw fields.value(name).error("this id has a name already");
            }
            workloads.put(name, id);
        }
    }

    private void readSegments() {
        Fields fields = root.required("segments").fields();
        Map<WorkloadId, String> home = new LinkedHashMap<>();
        for (String name : fields.names()) {
            checkName(fields, name);
            Set<WorkloadId> members = new LinkedHashSet<>();
            for (Node member : fields.value(name).items()) {
                WorkloadId id = Fields.declared(member, "workload", workloads);
                String other = home.putIfAbsent(id, name);
                if (other != null) {
                    throw member.error("'" + member.text() + "' is in segment '" + other + "' already");
                }
                members.add(id);
            }
            segments.put(name, members);
        }
    }

    private PolicyDocument.Admitted admitted(Fields fields) {
        fields.only("trust-domains", "segments");
        fields.names().forEach(name -> stated(fields.value(name)));
        Set<TrustDomain> domains = new LinkedHashSet<>();
        fields.optional("trust-domains")
                .ifPresent(node -> node.items().forEach(item -> domains.add(item.as(TrustDomain::of))));
        Set<String> admittedSegments = new LinkedHashSet<>();
        fields.optional("segments")
                .ifPresent(node -> node.items().forEach(item -> admittedSegments.add(segment(item))));
        if (domains.isEmpty() && admittedSegments.isEmpty()) {
            throw fields.error(
                    "admit nobody? name trust-domains, segments, or both (then a caller must be in one of each)");
        }
        return new PolicyDocument.Admitted(domains, admittedSegments);
    }

    private PolicyDocument.Observation observation() {
        Optional<Node> mode = root.optional("mode");
        Optional<Node> until = root.optional("until");
        String text = mode.map(Node::text).orElse("enforce");
        if (!text.equals("enforce") && !text.equals("observe")) {
            throw mode.orElse(root).error("mode is enforce or observe");
        }
        if (text.equals("observe") != until.isPresent()) {
            throw until.or(() -> mode)
                    .orElse(root)
                    .error("mode observe needs 'until: YYYY-MM-DD', its last day, and mode enforce has none");
        }
        return new PolicyDocument.Observation(until.map(PolicyReader::endOfDay).orElse(Instant.MIN));
    }

    private PolicyDocument.Allow allow(Fields fields) {
        fields.only("id", "caller", "to", "scopes", "why", "owner", "expires");
        fields.optional("why").ifPresent(Node::text);
        fields.optional("owner").ifPresent(Node::text);
        return new PolicyDocument.Allow(
                ruleId(fields),
                callers(fields.required("caller")),
                endpointNames(fields.required("to"), endpoints),
                scopes(fields.optional("scopes")),
                fields.optional("expires").map(PolicyReader::endOfDay).orElse(Instant.MAX));
    }

    private PolicyDocument.Never never(Fields fields) {
        fields.only("id", "from", "except", "to", "why", "owner");
        fields.optional("why").ifPresent(Node::text);
        fields.optional("owner").ifPresent(Node::text);
        return new PolicyDocument.Never(
                ruleId(fields),
                callers(fields.required("from")),
                fields.optional("except").map(this::callers).orElse(List.of()),
                endpointNames(fields.required("to"), endpoints));
    }

    private PolicyDocument.TestCase test(Fields fields) {
        fields.only("as", "call", "scopes", "posture", "expect");
        Node as = fields.required("as");
        Optional<WorkloadId> id = as.text().equals("anyone")
                ? Optional.empty()
                : Optional.of(
                        as.text().startsWith("spiffe:")
                                ? as.as(WorkloadId::of)
                                : Fields.declared(as, "workload", workloads));
        String[] call = fields.required("call").text().split(" ", -1);
        if (call.length != 2) {
            throw fields.required("call").error("a call is a method and a path, such as GET /orders/7");
        }
        return new PolicyDocument.TestCase(
                fields.place(),
                id,
                call[0],
                call[1],
                fields.optional("scopes").map(list -> scopes(Optional.of(list))),
                fields.optional("posture").map(node -> posture(node, id)).orElse(Posture.NORMAL),
                Expectation.check(fields.required("expect"), ruleIds));
    }

    private static Posture posture(Node node, Optional<WorkloadId> as) {
        if (as.isEmpty()) {
            throw node.error("somebody without an identity has no posture");
        }
        Map<String, Posture> known = new LinkedHashMap<>();
        for (Posture posture : Posture.values()) {
            known.put(posture.id(), posture);
        }
        return Fields.declared(node, "posture", known);
    }

    private String ruleId(Fields fields) {
        Node node = fields.required("id");
        String id = name(node);
        if (!ruleIds.add(id)) {
            throw node.error("the rule id '" + id + "' is taken");
        }
        return id;
    }

    private List<PolicyDocument.Callers> callers(Node node) {
        List<PolicyDocument.Callers> callers = new ArrayList<>();
        stated(node).forEach(item -> callers.add(caller(item)));
        return callers;
    }

    private PolicyDocument.Callers caller(Node node) {
        String text = node.text();
        if (text.equals("*")) {
            return new PolicyDocument.Callers.All();
        }
        if (text.startsWith("trust-domain:")) {
            return new PolicyDocument.Callers.OfDomain(
                    node.as(name -> TrustDomain.of(name.substring("trust-domain:".length()))));
        }
        if (text.equals("segment:*")) {
            Set<WorkloadId> everyMember = new LinkedHashSet<>();
            segments.values().forEach(everyMember::addAll);
            return new PolicyDocument.Callers.These(everyMember);
        }
        if (text.startsWith("segment:")) {
            Node name = new Node.Scalar(node.place(), text.substring("segment:".length()), Node.Scalar.Type.TEXT);
            return new PolicyDocument.Callers.These(Fields.declared(name, "segment", segments));
        }
        return new PolicyDocument.Callers.These(Set.of(Fields.declared(node, "workload", workloads)));
    }

    static Set<String> endpointNames(Node node, Map<String, Endpoint> endpoints) {
        Set<String> names = new LinkedHashSet<>();
        for (Node item : stated(node)) {
            if (item.text().equals("*")) {
                names.addAll(endpoints.keySet());
            } else {
                names.add(Fields.declared(item, "endpoint", endpoints).name());
            }
        }
        return names;
    }

    // An empty list would say 'everybody' in one place and 'nobody' in another.
    private static List<Node> stated(Node node) {
        List<Node> items = node.oneOrMore();
        if (items.isEmpty()) {
            throw node.error("an empty list; name something, or leave the key out");
        }
        return items;
    }

    private String segment(Node node) {
        Fields.declared(node, "segment", segments);
        return node.text();
    }

    static Scopes scopes(Optional<Node> node) {
        List<Scope> scopes = new ArrayList<>();
        node.ifPresent(list -> list.items().forEach(item -> scopes.add(item.as(Scope::of))));
        try {
            return Scopes.of(scopes);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(node.orElseThrow().place(), String.valueOf(e.getMessage()));
        }
    }

    private static void checkName(Fields fields, String name) {
        if (!isName(name)) {
            throw new ConfigurationException(fields.placeOf(name), NAME_RULE);
        }
    }

    private static String name(Node node) {
        if (!isName(node.text())) {
            throw node.error(NAME_RULE);
        }
        return node.text();
    }

    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 128
                && text.chars().allMatch(c -> PathTemplate.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
    }

    // A date names the last day, in UTC, on which the rule holds.
    private static Instant endOfDay(Node node) {
        try {
            return LocalDate.parse(node.text())
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeException e) {
            throw node.error("expected a date, YYYY-MM-DD");
        }
    }
}
