package dev.zt.guard;

import dev.zt.identity.Scopes;
import dev.zt.policy.Endpoint;
import dev.zt.request.Target;
import dev.zt.verify.SignedBody;
import dev.zt.verify.VerifiedCaller;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The outcome of asking whether a call may go on. Exactly one of the two. */
public sealed interface Admission {
    /**
     * Asks again for another dispatch of the same exchange, such as a forward: a new decision on a new target, for the
     * caller that was verified once.
     *
     * @param method the method of the dispatch
     * @param target where it leads; empty if that can be read in more than one way
     * @param dispatch its name in the audit, such as {@code forward}
     */
    Admission redispatch(String method, Optional<Target> target, String dispatch);

    /**
     * What signs the answer; empty unless the caller asked for a signed one and was proven. Whoever writes the answer then
     * holds it back until it is signed.
     */
    Optional<AnswerSignature> answerSignature();

    /** The call may go on. */
    final class Granted implements Admission {
        private final Guard guard;
        private final Exchange exchange;
        private final Verdict.Permitted verdict;

        Granted(Guard guard, Exchange exchange, Verdict.Permitted verdict) {
            this.guard = guard;
            this.exchange = exchange;
            this.verdict = verdict;
        }

        /** The proven caller; empty on a public endpoint, where nobody needs to prove anything. */
        public Optional<VerifiedCaller> caller() {
            return Optional.ofNullable(verdict.caller());
        }

        /** What the call may do; empty on a public endpoint. */
        public Scopes scopes() {
            return verdict.permit().scopes();
        }

        /**
         * What the answer must tell the caller besides the handler's own words, such as the nonce of its next proof
         * (RFC 9449 §8.2). For whoever writes the answer, before the handler does; mostly nothing.
         */
        public List<Answer.Header> headers() {
            return exchange.nextNonce()
                    .map(nonce -> List.of(new Answer.Header("DPoP-Nonce", nonce)))
                    .orElse(List.of());
        }

        /**
         * Whether the caller's proof binds the body. Then the handler must get it by {@link #requestBody} and in no other
         * way, parsed forms included.
         */
        public boolean bindsBody() {
            return exchange.signedBody().isPresent();
        }

        /**
         * The body of the request as its handler may read it: compared with what the caller signed while it is read. One for
         * all dispatches of an exchange; the first that asks says where the body comes from.
         *
         * @param body from its first byte on
         * @throws IllegalStateException if the proof does not {@linkplain #bindsBody() bind the body}
         */
        public RequestBody requestBody(InputStream body) {
            SignedBody signed = exchange.signedBody()
                    .orElseThrow(() -> new IllegalStateException("nobody signed this body; read it as it is"));
            return exchange.body(() -> new RequestBody(signed.checked(body), this));
        }

        /**
         * {@linkplain RequestBody#finish() Finishes} the body that was handed out in this exchange, in this dispatch or in one
         * inside it; nothing if none was. For the outermost dispatch, when its handler is done.
         *
         * @throws RefusedBodyException if the body is wrong, also if that was thrown before
         */
        public void finishBody() throws IOException {
            RequestBody body = exchange.body().orElse(null);
            if (body != null) {
                body.finish();
            }
        }

        /** The endpoint of the policy that the call leads to. */
        public Endpoint endpoint() {
            return verdict.endpoint();
        }

        /** The ids of the rules that allow it. */
        public String rule() {
            return verdict.permit().rule();
        }

        /**
         * Whether the call would still be permitted now: the credential has not expired, nothing of the caller is
         * revoked, and the policy in force still allows it at the caller's present posture. For long work, asked as often
         * as the work can bear to stop; leaves no event. Where a part of the guard fails it would not be.
         */
        public boolean stillValid() {
            return guard.wouldStillPermit(verdict);
        }

        /**
         * Takes the grant back for something that a framework found after it, such as a route on which the container
         * disagrees; recorded with the caller and the endpoint.
         */
        public Refused withdraw(RequestFault fault) {
            return guard.withdraw(exchange, verdict, fault);
        }

        @Override
        public Admission redispatch(String method, Optional<Target> target, String dispatch) {
            return guard.decide(exchange.on(method, target, dispatch));
        }

        @Override
        public Optional<AnswerSignature> answerSignature() {
            return guard.answerSignature(exchange);
        }

        @Override
        public String toString() {
            return "Granted[" + rule() + "]";
        }
    }

    /** The call may not go on. */
    final class Refused implements Admission {
        private final Guard guard;
        private final Exchange exchange;
        private final Verdict.Refusal verdict;

        Refused(Guard guard, Exchange exchange, Verdict.Refusal verdict) {
            this.guard = guard;
            this.exchange = exchange;
            this.verdict = verdict;
        }

        /** What to answer. */
        public Answer answer() {
            return verdict.answer();
        }

        /** Why, as a word of {@code docs/reasons.md}; for the operator, not for the caller. */
        public String reason() {
            return verdict.reason();
        }

        @Override
        public Admission redispatch(String method, Optional<Target> target, String dispatch) {
            return guard.decide(exchange.on(method, target, dispatch));
        }

        @Override
        public Optional<AnswerSignature> answerSignature() {
            return guard.answerSignature(exchange);
        }

        @Override
        public String toString() {
            return "Refused[" + reason() + "]";
        }
    }
}
