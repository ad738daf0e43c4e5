package dev.zt.guard;

import dev.zt.identity.TrustDomain;
import dev.zt.posture.InstancePostures;
import dev.zt.posture.Posture;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.StatusAge;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What keeps a guard from doing its work well. Safe for concurrent use. */
final class Readiness {
    private final List<Supplier<Optional<String>>> checks;
    private final StatusSource statuses;
    private final PolicySource policies;
    private final InstancePostures postures;
    private final AuditTrail audit;
    private final BooleanSupplier keys;
    private final RevocationNeed need;
    private final InstantSource clock;

    Readiness(
            List<Supplier<Optional<String>>> checks,
            StatusSource statuses,
            PolicySource policies,
            InstancePostures postures,
            AuditTrail audit,
            BooleanSupplier keys,
            RevocationNeed need,
            InstantSource clock) {
        this.checks = List.copyOf(checks);
        this.statuses = statuses;
        this.policies = policies;
        this.postures = postures;
        this.audit = audit;
        this.keys = keys;
        this.need = need;
        this.clock = clock;
    }

    /** Whether anybody could be let in. */
    boolean isServing() {
        Set<TrustDomain> tracked = statuses.tracked();
        return keys.getAsBoolean()
                && (need != RevocationNeed.REQUIRED
                        || tracked.isEmpty()
                        || tracked.stream().anyMatch(this::isBelieved));
    }

    private boolean isBelieved(TrustDomain domain) {
        return statuses.status(domain) instanceof StatusLookup.Known known
                && StatusAge.of(known.status(), clock.instant()) != StatusAge.UNBELIEVABLE;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        checks.forEach(check -> check.get().ifPresent(problems::add));
        statuses.problem().ifPresent(problem -> problems.add("status: " + problem));
        statuses.tracked().forEach(domain -> statusProblem(domain).ifPresent(problems::add));
        policies.problem().ifPresent(problem -> problems.add("policy: " + problem));
        if (postures.ofService() != Posture.NORMAL) {
            problems.add("posture: the service is at " + postures.ofService().id());
        }
        if (audit.unrecorded() > 0) {
            problems.add("audit: " + audit.unrecorded() + " events could not be recorded");
        }
        return List.copyOf(problems);
    }

    private Optional<String> statusProblem(TrustDomain domain) {
        if (!(statuses.status(domain) instanceof StatusLookup.Known known)) {
            return Optional.of("status of " + domain + ": none was seen yet");
        }
        Instant issuedAt = known.status().issuedAt();
        return StatusAge.of(known.status(), clock.instant()) == StatusAge.FRESH
                ? Optional.empty()
                : Optional.of("status of " + domain + ": the newest is of " + issuedAt);
    }
}
