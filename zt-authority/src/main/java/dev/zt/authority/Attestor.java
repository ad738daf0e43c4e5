package dev.zt.authority;

import dev.zt.identity.WorkloadId;
import java.time.Instant;

/**
 * Decides which workload a new instance is, by the evidence that it shows. Safe for concurrent use. The authority itself
 * sees to it that evidence is used once.
 */
public interface Attestor {
    /**
     * Looks at evidence.
     *
     * @param evidence as the instance sent it; untrusted
     * @param now the time
     */
    Attestation attest(String evidence, Instant now);

    /** What an attestor says. Exactly one of the two. */
    sealed interface Attestation {
        /**
         * The evidence is good.
         *
         * @param workload which workload the instance is
         * @param use a name for this piece of evidence, which no other has; at most 128 characters
         */
        record Attested(WorkloadId workload, String use) implements Attestation {}

        /** The evidence is not good. */
        record Refused(Refusal reason) implements Attestation {}
    }
}
