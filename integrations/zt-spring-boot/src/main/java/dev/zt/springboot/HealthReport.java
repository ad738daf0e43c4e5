package dev.zt.springboot;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditSink;
import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the health of one part is, in words that neither line of Spring Boot has to itself. Holds no secret.
 *
 * @param sound whether it does its work
 * @param details what an operator wants to see
 */
public record HealthReport(boolean sound, Map<String, Object> details) {
    /** Copies. */
    public HealthReport {
        details = Map.copyOf(details);
    }

    /** Whether this process can prove who it is. */
    public static HealthReport ofIdentity(ServiceIdentity identity) {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean valid = identity.isValid();
        if (valid && identity.isWorkload()) {
            details.put("workload", identity.id().toString());
            details.put("expires", identity.expiry().toString());
        }
        identity.problem().ifPresent(problem -> details.put("problem", problem));
        return new HealthReport(valid, details);
    }

    /**
     * Whether what callers are verified by is there. What is only older than it should be is told in the details and takes
     * no instance out of use.
     */
    public static HealthReport ofTrust(Guard guard) {
        List<String> problems = guard.readiness().stream()
                .filter(problem -> !problem.startsWith("identity: "))
                .toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("policy", guard.policy().service());
        if (!problems.isEmpty()) {
            details.put("problems", problems);
        }
        return new HealthReport(guard.isServing(), details);
    }

    /**
     * The health of the memory of used proofs, as the calls that need it find it. A failure counts for 30 s after the last one:
     * an instance that gets no calls would never learn that the memory is back.
     */
    public static final class OfReplays implements AuditSink {
        private static final Duration COUNTS_FOR = Duration.ofSeconds(30);
        private static final String UNAVAILABLE = "replay-store-unavailable";

        private final ReplayStore replays;
        private final InstantSource clock;
        private volatile Instant soundFrom = Instant.MIN;

        /** Looks on at a guard from now on. */
        public OfReplays(Guard guard) {
            this(guard, InstantSource.system());
        }

        OfReplays(Guard guard, InstantSource clock) {
            this.clock = clock;
            this.replays = guard.replays();
            guard.listen(this);
        }

        @Override
        public void record(AuditEvent event) {
            if (event.reason().equals(UNAVAILABLE)) {
                soundFrom = clock.instant().plus(COUNTS_FOR);
            }
        }

        /** The health now. */
        public HealthReport report() {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("reach", replays.reach().name().toLowerCase(Locale.ROOT));
            if (replays instanceof InMemoryReplayStore memory) {
                details.put("remembered", memory.size());
                details.put("capacity", memory.capacity());
            }
            return new HealthReport(!clock.instant().isBefore(soundFrom), details);
        }
    }
}
