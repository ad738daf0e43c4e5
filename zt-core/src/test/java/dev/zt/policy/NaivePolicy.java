package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A second reading of what a policy means: by the text of its rules, one after the other, with nothing worked out. */
record NaivePolicy(GeneratedPolicy policy) {
    /** Who calls with what. */
    record Caller(CallerId id, Subject.Binding binding, Optional<Scopes> narrowed, Scopes token, Optional<String> acr) {
        Subject subject() {
            Subject subject = Subject.of(id, binding).authenticated(acr, Optional.empty());
            Subject held = id instanceof ClientId ? subject.holding(token) : subject;
            return narrowed.map(held::narrowedTo).orElse(held);
        }

        Caller with(Scopes other) {
            return new Caller(id, binding, narrowed, other, acr);
        }

        Caller with(Subject.Binding other) {
            return new Caller(id, other, narrowed, token, acr);
        }
    }

    String verdict(Caller caller, int end) {
        GeneratedPolicy.End endpoint = policy.ends().get(end);
        if (!isVouchedFor(caller.id())) {
            return caller.id() instanceof ClientId ? "issuer-not-admitted" : "trust-domain-not-admitted";
        }
        if (!policy.admittedSegments().isEmpty()
                && !policy.admittedSegments().contains(segmentOf(caller.id()).orElse("none"))) {
            return "segment-not-admitted";
        }
        for (GeneratedPolicy.Ban ban : policy.bans()) {
            if (ban.to().contains(end)
                    && matches(ban.from(), caller.id(), false)
                    && !matches(ban.except(), caller.id(), true)) {
                return "never";
            }
        }
        List<GeneratedPolicy.Edge> matching = policy.edges().stream()
                .filter(edge -> edge.to().contains(end) && matches(edge.callers(), caller.id(), true))
                .toList();
        boolean observed = matching.isEmpty() && policy.observe();
        if (matching.isEmpty() && !observed) {
            return "not-allowed";
        }
        boolean bearer = caller.binding() == Subject.Binding.NONE;
        if (endpoint.critical() && (bearer || caller.binding() == Subject.Binding.AUDIENCE)) {
            return "proof-too-weak";
        }
        List<GeneratedPolicy.Edge> usable =
                matching.stream().filter(edge -> !bearer || !edge.bound()).toList();
        if (usable.isEmpty() && !observed) {
            return "proof-unbound";
        }
        Scopes effective = effective(caller, usable);
        if (!observed && !effective.containsAll(endpoint.requires())) {
            return "scope-missing";
        }
        if (!endpoint.acr().isEmpty()
                && !caller.acr().map(endpoint.acr()::contains).orElse(false)) {
            return "user-authentication";
        }
        String rules = observed
                ? "mode:observe"
                : usable.stream().map(GeneratedPolicy.Edge::id).sorted().collect(Collectors.joining("+"));
        return "permit " + rules + " [" + effective + "]";
    }

    /** A verdict of the library in the same words. */
    static String verdict(Decision decision) {
        if (decision instanceof Decision.Permit permit) {
            String rules = String.join("+", new TreeSet<>(List.of(permit.rule().split("\\+"))));
            return "permit " + rules + " [" + permit.scopes() + "]";
        }
        return ((Decision.Deny) decision).reason().id();
    }

    private static Scopes effective(Caller caller, List<GeneratedPolicy.Edge> usable) {
        Scopes granted = Scopes.none();
        for (GeneratedPolicy.Edge edge : usable) {
            granted = granted.union(edge.scopes());
        }
        Scopes asked = caller.narrowed().isPresent()
                ? granted.intersect(caller.narrowed().get())
                : granted;
        return caller.id() instanceof ClientId ? asked.intersect(caller.token()) : asked;
    }

    private boolean isVouchedFor(CallerId id) {
        return (policy.domains().isEmpty() && policy.issuers().isEmpty())
                || (id instanceof WorkloadId
                        ? policy.domains().contains(id.issuer().toString())
                        : policy.issuers().contains(id.issuer().toString()));
    }

    private static Optional<String> segmentOf(CallerId id) {
        return GeneratedPolicy.SEGMENTS.entrySet().stream()
                .filter(segment -> segment.getValue().stream()
                        .anyMatch(name -> GeneratedPolicy.NAMED.get(name).equals(id)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean matches(List<String> selectors, CallerId id, boolean favours) {
        return selectors.stream().anyMatch(selector -> matches(selector, id, favours));
    }

    private static boolean matches(String selector, CallerId id, boolean favours) {
        if (selector.equals("*")) {
            return id instanceof WorkloadId || !favours;
        }
        if (selector.equals("segment:*")) {
            return segmentOf(id).isPresent();
        }
        if (selector.startsWith("segment:")) {
            return segmentOf(id).equals(Optional.of(selector.substring(8)));
        }
        if (selector.startsWith("trust-domain:")) {
            return id instanceof WorkloadId && id.issuer().toString().equals(selector.substring(13));
        }
        if (selector.startsWith("issuer:")) {
            return id instanceof ClientId && id.issuer().toString().equals(selector.substring(7));
        }
        return GeneratedPolicy.NAMED.get(selector).equals(id);
    }
}
