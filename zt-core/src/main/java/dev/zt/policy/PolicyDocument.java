package dev.zt.policy;

import dev.zt.config.Place;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A policy as written, with every name resolved. Immutable. */
record PolicyDocument(
        String service,
        String segment,
        Admitted admitted,
        Observation observation,
        Map<String, WorkloadId> workloads,
        Map<String, Set<WorkloadId>> segments,
        Map<String, Endpoint> endpoints,
        List<Allow> allows,
        List<Never> nevers,
        Postures postures,
        List<TestCase> tests) {

    /** Who may come near at all. An empty dimension was not stated and does not count. */
    record Admitted(Set<TrustDomain> trustDomains, Set<String> segments) {}

    /**
     * Until when a missing edge only shows in the audit; {@link Instant#MIN} where the mode is {@code enforce}.
     */
    record Observation(Instant until) {
        boolean isOn(Instant now) {
            return now.isBefore(until);
        }
    }

    /** A set of callers. */
    sealed interface Callers {
        /** Named workloads, alone or as members of a segment. */
        record These(Set<WorkloadId> ids) implements Callers {}

        /** Every workload of a trust domain. */
        record OfDomain(TrustDomain domain) implements Callers {}

        /** Everybody. */
        record All() implements Callers {}

        /** Whether a workload belongs to the set. */
        default boolean include(WorkloadId id) {
            if (this instanceof These these) {
                return these.ids().contains(id);
            }
            return !(this instanceof OfDomain ofDomain) || ofDomain.domain().equals(id.trustDomain());
        }

        /** Whether every workload of this domain that the policy does not name belongs to the set. */
        default boolean includeUnnamed(@Nullable TrustDomain domain) {
            return this instanceof All
                    || (this instanceof OfDomain ofDomain && ofDomain.domain().equals(domain));
        }
    }

    record Allow(String id, List<Callers> callers, Set<String> endpoints, Scopes scopes, Instant expires) {
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
    record TestCase(
            Place place,
            Optional<WorkloadId> as,
            String method,
            String path,
            Optional<Scopes> narrowedTo,
            Posture posture,
            String expect) {}
}
