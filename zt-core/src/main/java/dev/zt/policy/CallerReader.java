package dev.zt.policy;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the {@code workloads:} and {@code segments:} of a policy, and whatever names them. */
final class CallerReader {
    private static final String TRUST_DOMAIN = "trust-domain:";
    private static final String ISSUER = "issuer:";
    private static final String SEGMENT = "segment:";

    private final Map<String, CallerId> workloads = new LinkedHashMap<>();
    private final Map<String, Set<CallerId>> segments = new LinkedHashMap<>();

    CallerReader(Fields workloads, Fields segments) {
        readWorkloads(workloads);
        readSegments(segments);
    }

    private void readWorkloads(Fields fields) {
        Set<CallerId> seen = new HashSet<>();
        for (String name : fields.names()) {
            Grammar.checkName(fields, name);
            CallerId id = id(fields.value(name));
            if (!seen.add(id)) {
                throw fields.value(name).error("this id has a name already");
            }
            workloads.put(name, id);
        }
    }

    private void readSegments(Fields fields) {
        Map<CallerId, String> home = new LinkedHashMap<>();
        for (String name : fields.names()) {
            Grammar.checkName(fields, name);
            Set<CallerId> members = new LinkedHashSet<>();
            for (Node member : fields.value(name).items()) {
                CallerId id = named(member);
                String other = home.putIfAbsent(id, name);
                if (other != null) {
                    throw member.error("'" + member.text() + "' is in segment '" + other + "' already");
                }
                members.add(id);
            }
            segments.put(name, members);
        }
    }

    /** The segments with their members. */
    Map<String, Set<CallerId>> segments() {
        return segments;
    }

    /** The name of a segment. */
    String segment(Node node) {
        Fields.declared(node, "segment", segments);
        return node.text();
    }

    /** The caller that a name stands for. */
    CallerId named(Node name) {
        return Fields.declared(name, "workload", workloads);
    }

    /** A SPIFFE ID, or what an access token calls its caller. */
    static CallerId id(Node node) {
        if (!(node instanceof Fields fields)) {
            return node.as(WorkloadId::of);
        }
        fields.only("issuer", "client-id", "actor");
        IssuerUrl issuer = fields.required("issuer").as(IssuerUrl::of);
        boolean client = fields.optional("client-id").isPresent();
        if (client == fields.optional("actor").isPresent()) {
            throw fields.error("beside its issuer, a caller with access tokens has either a client-id, or an actor: the"
                    + " 'sub' of the outermost 'act'");
        }
        return client
                ? fields.required("client-id").as(name -> ClientId.client(issuer, name))
                : fields.required("actor").as(name -> ClientId.actor(issuer, name));
    }

    /** Those to whom a rule grants something, or whom it exempts. */
    List<Callers> favoured(Node node) {
        return callers(node, new Callers.AllWorkloads());
    }

    /** Those whom a rule forbids something. */
    List<Callers> forbidden(Node node) {
        return callers(node, new Callers.All());
    }

    private List<Callers> callers(Node node, Callers star) {
        List<Callers> callers = new ArrayList<>();
        Grammar.stated(node).forEach(item -> callers.add(item.text().equals("*") ? star : caller(item)));
        return callers;
    }

    private Callers caller(Node node) {
        String text = node.text();
        if (text.startsWith(TRUST_DOMAIN)) {
            return new Callers.OfIssuer(node.as(after(TRUST_DOMAIN, TrustDomain::of)));
        }
        if (text.startsWith(ISSUER)) {
            return new Callers.OfIssuer(node.as(after(ISSUER, IssuerUrl::of)));
        }
        if (text.equals("segment:*")) {
            Set<CallerId> everyMember = new LinkedHashSet<>();
            segments.values().forEach(everyMember::addAll);
            return new Callers.These(everyMember);
        }
        if (text.startsWith(SEGMENT)) {
            Node name = new Node.Scalar(node.place(), text.substring(SEGMENT.length()), Node.Scalar.Type.TEXT);
            return new Callers.These(Fields.declared(name, "segment", segments));
        }
        return new Callers.These(Set.of(named(node)));
    }

    private static <T> Function<String, T> after(String prefix, Function<String, T> factory) {
        return text -> factory.apply(text.substring(prefix.length()));
    }
}
