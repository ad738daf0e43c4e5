package dev.zt.own;

import java.time.Duration;
import java.util.Optional;

/** What came of asking for an access token. */
sealed interface TokenAnswer {
    /**
     * It was issued.
     *
     * @param remark what is amiss with it, for an operator
     */
    record Issued(HeldToken token, Optional<String> remark) implements TokenAnswer {}

    /**
     * It was not.
     *
     * @param problem for an operator; without secrets
     * @param blame what the same problem would meet
     * @param pause how long to leave the server alone at least
     */
    record Failed(String problem, Blame blame, Duration pause) implements TokenAnswer {
        /** The server does not answer as one. */
        static Failed ofServer(String problem) {
            return new Failed(problem, Blame.SERVER, Duration.ZERO);
        }

        /** This request was refused. */
        static Failed ofTarget(String problem) {
            return new Failed(problem, Blame.TARGET, Duration.ZERO);
        }
    }

    /** How far a failure reaches. */
    enum Blame {
        /** Every request of this client would fail alike. */
        SERVER,
        /** Requests for other targets may succeed. */
        TARGET;

        /**
         * Whom a fault of unknown reach is held against. What comes of an exchange may come of the token that a user
         * sent, and must not stop the others.
         */
        static Blame ofFault(TokenTarget target) {
            return target.subject().isPresent() ? TARGET : SERVER;
        }
    }
}
