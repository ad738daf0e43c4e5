package dev.zt.authority;

import dev.zt.identity.WorkloadId;

/** What came of asking for an identity. Exactly one of the two. */
sealed interface Issuance {
    /**
     * It was issued.
     *
     * @param certificate in base64url, DER
     */
    record Given(WorkloadId workload, String instance, String wit, String certificate) implements Issuance {
        @Override
        public String toString() {
            return "Given[" + workload + " " + instance + "]";
        }
    }

    /**
     * It was not.
     *
     * @param subject whom it concerns, for the audit; empty if nobody is known
     */
    record Refused(Refusal reason, String subject) implements Issuance {}
}
