package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.config.StrictYaml;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a policy document. Every name is declared before it is used, and every mistake names its place. */
final class PolicyReader {
    private static final long VERSION = 1;

    private final Fields root;

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
        String service = Grammar.name(root.required("service"));
        CallerReader callers = new CallerReader(
                root.required("workloads").fields(), root.required("segments").fields());
        String segment = callers.segment(root.required("segment"));
        PolicyDocument.Admitted admitted = admitted(root.required("admit").fields(), callers);
        PolicyDocument.Observation observation = observation();
        EndpointReader endpoints = new EndpointReader(root.required("endpoints").fields());
        RuleReader rules = new RuleReader(callers, endpoints);
        List<PolicyDocument.Allow> allows = each("allow", rules::allow);
        List<PolicyDocument.Never> nevers = each("never", rules::never);
        PolicyDocument.Postures postures = new PostureReader(endpoints).read(root.optional("posture"));
        List<PolicyDocument.TestCase> tests = each("tests", new TestReader(callers, rules.ids())::test);
        return new PolicyDocument(
                service,
                segment,
                admitted,
                observation,
                callers.segments(),
                endpoints.endpoints(),
                allows,
                nevers,
                postures,
                tests);
    }

    private <T> List<T> each(String key, Function<Fields, T> reading) {
        List<Node> items = root.optional(key).map(Node::items).orElse(List.of());
        return items.stream().map(item -> reading.apply(item.fields())).toList();
    }

    private static PolicyDocument.Admitted admitted(Fields fields, CallerReader callers) {
        fields.only("trust-domains", "issuers", "segments");
        Set<TrustDomain> domains = set(fields.optional("trust-domains"), item -> item.as(TrustDomain::of));
        Set<IssuerUrl> issuers = set(fields.optional("issuers"), item -> item.as(IssuerUrl::of));
        Set<String> segments = set(fields.optional("segments"), callers::segment);
        if (fields.names().isEmpty()) {
            throw fields.error("admit nobody? name trust-domains or issuers, who vouch for callers, or segments; with"
                    + " both, a caller must be of one of the first and in one of the second");
        }
        return new PolicyDocument.Admitted(domains, issuers, segments);
    }

    private static <T> Set<T> set(Optional<Node> list, Function<Node, T> reading) {
        Set<T> set = new LinkedHashSet<>();
        list.ifPresent(node -> {
            Grammar.stated(node);
            node.items().forEach(item -> set.add(reading.apply(item)));
        });
        return set;
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
        return new PolicyDocument.Observation(until.map(Grammar::endOfDay).orElse(Instant.MIN));
    }
}
