package dev.zt.verify;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.message.ChosenSignature;
import dev.zt.message.ContentDigest;
import dev.zt.message.Message;
import dev.zt.message.MessageFault;
import dev.zt.message.SignatureInput;
import dev.zt.message.TaggedSignature;
import dev.zt.message.WimseProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Checks answers for whoever asked that they be signed (draft-ietf-wimse-http-signature-08 §3.2, §3.3): that the workload
 * that must answer gave this one, to this request, just now. Never throws for what an answer says. Safe for concurrent use.
 *
 * <p>Stricter than the draft, which ties an answer to the nonce of its request alone: it must cover the request's {@code
 * Workload-Identity-Token}, and its {@code Content-Digest} if there is one, as zt's own answers do. Else somebody could keep a
 * request back and pass on the answer to one of its own with the same nonce.
 *
 * <p>An answer is accepted up to 60 s after it was signed, with clocks that differ by 30 s at most; identity tokens are
 * those of {@link WitProfile#SPIFFE}, of 8,192 characters at most. An answer is good for one request alone, so none is
 * remembered; what its workload had revoked is not asked.
 */
public final class AnswerVerifier {
    private static final Duration LONGEST_USE = Duration.ofSeconds(60);
    private static final String DIGEST = "content-digest";

    private final WitVerifier wits;
    private final ProofTimes times;
    private final InstantSource clock;

    /** A verifier that believes these keys. */
    public AnswerVerifier(BundleSource bundles, SignatureProvider provider, InstantSource clock) {
        WitRules rules = WitRules.defaults();
        this.wits = new WitVerifier(rules, bundles, provider.engine());
        this.times = new ProofTimes(rules.clockSkew(), LONGEST_USE);
        this.clock = clock;
    }

    /**
     * Checks one answer.
     *
     * @param demand what was asked, as it was sent
     * @param status the status of the answer
     * @param fields every value of a header field of the answer by its name, which is given in lower case
     * @param workload who must have signed it
     */
    public AnswerResult verify(
            AnswerDemand demand, int status, Function<String, List<String>> fields, WorkloadId workload) {
        Instant now = clock.instant();
        // http-signature-08 §3.2: who asked for a signature takes no answer without.
        if (!(TaggedSignature.choose(fields::apply) instanceof ChosenSignature.Found found)) {
            return unproven(AnswerFault.ANSWER_UNSIGNED);
        }
        List<String> tokens = fields.apply("workload-identity-token");
        WitCheck check = tokens.size() == 1 ? wits.verify(tokens.get(0), now) : null;
        if (!(check instanceof WitCheck.Passed identity)) {
            return unproven(
                    check instanceof WitCheck.Failed failed && failed.result() instanceof VerifyResult.Unavailable
                            ? AnswerFault.ANSWER_KEYS
                            : AnswerFault.ANSWER_TOKEN);
        }
        // Somebody of the same trust domain is not enough: every workload of it could stand on the way.
        if (!identity.wit.id().equals(workload)) {
            return unproven(AnswerFault.ANSWER_WORKLOAD);
        }
        Message.Request request = Message.Request.of(
                demand.method(),
                demand.path(),
                demand.query(),
                name -> demand.fields().getOrDefault(name, List.of()));
        Message.Response response = new Message.Response(status, fields::apply, request);
        return verify(found.signature(), response, demand.nonce(), identity.wit, now);
    }

    private AnswerResult verify(
            TaggedSignature signature, Message.Response response, String nonce, CheckedWit wit, Instant now) {
        // http-signature-08 §3, §3.3: what it covers, and to which request it belongs.
        MessageFault fault = WimseProfile.checkResponse(signature.input(), response, nonce);
        if (fault != null) {
            boolean ofOther = fault == MessageFault.REQUEST_NONCE_MISSING || fault == MessageFault.REQUEST_NONCE_WRONG;
            return unproven(ofOther ? AnswerFault.ANSWER_REQUEST : AnswerFault.ANSWER_COVERAGE);
        }
        if (isOutOfTime(signature.input(), now)) {
            return unproven(AnswerFault.ANSWER_TIME);
        }
        // RFC 9421 §3.2, with the key that the token confirms and no other.
        if (signature.check(response, wit.confirmationKey()) != null) {
            return unproven(AnswerFault.ANSWER_SIGNATURE);
        }
        // RFC 9530 §2: whether the body is the right one is seen when it is read.
        List<String> lines = response.fields().values(DIGEST);
        ContentDigest.Reading digest = ContentDigest.read(lines);
        return digest instanceof ContentDigest.Reading.Refused && !lines.isEmpty()
                ? unproven(AnswerFault.ANSWER_DIGEST)
                : new AnswerResult.Proven(SignedBody.of(digest));
    }

    private boolean isOutOfTime(SignatureInput input, Instant now) {
        Instant created = input.created().orElseThrow();
        return times.isMadeAhead(created, now)
                || !now.isBefore(times.endOfUse(created))
                || times.isOver(input.expires().orElseThrow(), now);
    }

    private static AnswerResult unproven(AnswerFault fault) {
        return new AnswerResult.Unproven(fault);
    }
}
