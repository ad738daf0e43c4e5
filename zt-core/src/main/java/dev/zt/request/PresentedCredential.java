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
     * A workload identity token beside signatures over the request, one of which may prove possession of its key
     * (draft-ietf-wimse-http-signature-08). Whether one does say so by its tag is not looked at here.
     */
    final class WitWithSignature implements PresentedCredential {
        private final String wit;
        private final CredentialFault otherwise;

        WitWithSignature(String wit, CredentialFault otherwise) {
            this.wit = wit;
            this.otherwise = otherwise;
        }

        /** The value of {@code Workload-Identity-Token}. */
        public String wit() {
            return wit;
        }

        /** What is wrong with the headers if no signature is one of the profile. */
        public CredentialFault otherwise() {
            return otherwise;
        }

        /** Does not show the token. */
        @Override
        public String toString() {
            return "WitWithSignature[...]";
        }
    }

    /** A token of whoever bears it, unless it turns out to be bound to a certificate (RFC 6750 §2.1, RFC 8705 §3). */
    final class BearerToken implements PresentedCredential {
        private final PresentedToken token;

        BearerToken(PresentedToken token) {
            this.token = token;
        }

        /** The token behind the scheme {@code Bearer}. */
        public PresentedToken token() {
            return token;
        }

        /** Shows nothing of the token. */
        @Override
        public String toString() {
            return "BearerToken[...]";
        }
    }

    /** An access token with a proof of the key that it is bound to (RFC 9449 §7.1). */
    final class BoundToken implements PresentedCredential {
        private final PresentedToken token;
        private final String proof;

        BoundToken(PresentedToken token, String proof) {
            this.token = token;
            this.proof = proof;
        }

        /** The token behind the scheme {@code DPoP}. */
        public PresentedToken token() {
            return token;
        }

        /** The value of {@code DPoP}. */
        public String proof() {
            return proof;
        }

        /** Shows neither. */
        @Override
        public String toString() {
            return "BoundToken[...]";
        }
    }

    /**
     * Headers that do not make up one credential.
     *
     * @param fault what is wrong with them
     */
    record Unusable(CredentialFault fault) implements PresentedCredential {}
}
