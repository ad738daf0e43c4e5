package dev.zt.guard;

import dev.zt.request.Call;
import dev.zt.request.Target;
import dev.zt.verify.AnswerDemand;
import dev.zt.verify.CallerVerifier;
import dev.zt.verify.SignedBody;
import dev.zt.verify.VerifyResult;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One dispatch of one exchange. The proof is checked once in the whole exchange, because it may be used once only;
 * expiry and withdrawn keys are looked at for every dispatch.
 */
final class Exchange {
    /** The name of the dispatch that the caller itself asked for. */
    static final String REQUEST = "request";

    /** Shared by all dispatches of an exchange, which a container runs one after the other. */
    private static final class Identification {
        private final Call call;
        private volatile @Nullable VerifyResult result;
        private volatile @Nullable RequestBody body;

        Identification(Call call) {
            this.call = call;
        }

        // Two threads at once would both verify, and the second be told that the proof was used: closed, not open.
        VerifyResult by(CallerVerifier verifier) {
            VerifyResult known = result;
            if (known instanceof VerifyResult.Verified verified) {
                return verifier.recheck(verified.caller());
            }
            VerifyResult first = known == null ? verifier.verify(call) : known;
            result = first;
            return first;
        }
    }

    private final Identification identification;
    private final Call call;
    private final String dispatch;

    private Exchange(Identification identification, Call call, String dispatch) {
        this.identification = identification;
        this.call = call;
        this.dispatch = dispatch;
    }

    static Exchange begin(Call call, String dispatch) {
        return new Exchange(new Identification(call), call, dispatch);
    }

    Exchange on(String method, Optional<Target> target, String newDispatch) {
        return new Exchange(identification, call.redirectedTo(method, target), newDispatch);
    }

    VerifyResult identify(CallerVerifier verifier) {
        return identification.by(verifier);
    }

    /** What the caller should put into its next DPoP proof; empty if what it has will do, or it makes none. */
    Optional<String> nextNonce() {
        return identification.result instanceof VerifyResult.Verified verified
                ? verified.nextNonce()
                : Optional.empty();
    }

    /** What the body has to be; empty if the proof does not bind it, or nobody was asked for one. */
    Optional<SignedBody> signedBody() {
        return identification.result instanceof VerifyResult.Verified verified ? verified.body() : Optional.empty();
    }

    /** What the proven caller wants of the answer; empty if that may go unsigned. */
    Optional<AnswerDemand> answerDemand() {
        return identification.result instanceof VerifyResult.Verified verified ? verified.answer() : Optional.empty();
    }

    /** The body that is read in this exchange: one for all its dispatches, since it comes once. */
    RequestBody body(Supplier<RequestBody> first) {
        RequestBody known = identification.body;
        if (known != null) {
            return known;
        }
        RequestBody body = first.get();
        identification.body = body;
        return body;
    }

    /** The same if it was asked for, in whichever dispatch. */
    Optional<RequestBody> body() {
        return Optional.ofNullable(identification.body);
    }

    Call call() {
        return call;
    }

    String dispatch() {
        return dispatch;
    }
}
