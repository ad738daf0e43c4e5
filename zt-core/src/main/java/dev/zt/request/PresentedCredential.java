package dev.zt.request;

/** What a call presents to prove who makes it, sorted but not checked. */
public sealed interface PresentedCredential {
    /** Nothing at all. */
    record None() implements PresentedCredential {}

    /**
     * A workload identity token with a proof (draft-ietf-wimse-wpt-02 §3).
     */
    final class WitWithProof implements PresentedCredential {
        private final String wit;
        private final String proof;

        WitWithProof(String wit, String proof) {
            this.wit = wit;
            this.proof = proof;
        }

        /** The value of {@code Workload-Identity-Token}. */
        public String wit() {
            return wit;
        }

        /** The token behind the scheme {@code WPT}. */
        public String proof() {
            return proof;
        }

        /** Shows neither token. */
        @Override
        public String toString() {
            return "WitWithProof[...]";
        }
    }

    /**
     * Headers that do not make up one credential.
     *
     * @param fault what is wrong with them
     */
    record Unusable(CredentialFault fault) implements PresentedCredential {}
}
