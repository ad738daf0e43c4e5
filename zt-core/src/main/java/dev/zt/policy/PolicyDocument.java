package dev.zt.policy;

import dev.zt.config.Place;
import dev.zt.identity.CallerId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy as written, with every name resolved. Immutable. */
record PolicyDocument(
        String service,
        String segment,
        Admitted admitted,
        Observation observation,
        Map<String, Set<CallerId>> segments,
        Map<String, Endpoint> endpoints,
        List<Allow> allows,
        List<Never> nevers,
        Postures postures,
        List<TestCase> tests) {

    /**
     * Who may come near at all. Trust domains and issuers are one dimension, who vouches for the caller, and segments
     * the other; one with nothing in it was not stated and does not count.
     */
    record Admitted(Set<TrustDomain> trustDomains, Set<IssuerUrl> issuers, Set<String> segments) {}

    /**
     * Until when a missing edge only shows in the audit; {@link Instant#MIN} where the mode is {@code enforce}.
     */
    record Observation(Instant until) {
        boolean isOn(Instant now) {
            return now.isBefore(until);
        }
    }

    /**
     * An edge.
     *
     * @param bound whether it leads only callers here whose credential is bound to a key or connection
     */
    record Allow(
            String id, List<Callers> callers, Set<String> endpoints, Scopes scopes, boolean bound, Instant expires) {
        boolean holds(Instant now) {
            return now.isBefore(expires);
        }
    }

    record Never(String id, List<Callers> from, List<Callers> except, Set<String> endpoints) {}

    /** What each raised posture takes away; lockdown takes away what elevated does, too. */
    record Postures(Restriction elevated, Restriction lockdown) {}

    /**
     * One line of {@code tests:}.
     *
     * @param as who calls; empty for somebody without an identity
     */
    record TestCase(Place place, Optional<Subject> as, String method, String path, String expect) {}
}
