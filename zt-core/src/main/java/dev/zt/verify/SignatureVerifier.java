package dev.zt.verify;

import dev.zt.message.ChosenSignature;
import dev.zt.message.ContentDigest;
import dev.zt.message.Message;
import dev.zt.message.MessageFault;
import dev.zt.message.MessageFields;
import dev.zt.message.SignatureInput;
import dev.zt.message.TaggedSignature;
import dev.zt.message.WimseProfile;
import dev.zt.request.Call;
import dev.zt.request.PresentedCredential;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks signatures over whole requests (draft-ietf-wimse-http-signature-08 §3). Safe for concurrent use. */
final class SignatureVerifier {
    private static final String DIGEST = "content-digest";

    private final VerifierRules rules;
    private final ProofTimes times;
    private final SingleUse uses;

    SignatureVerifier(VerifierRules rules, SingleUse uses) {
        this.rules = rules;
        this.times = ProofTimes.of(rules);
        this.uses = uses;
    }

    /** Whether a call has a signature of the profile, or fields in which one might stand. */
    static boolean isPresented(Call call) {
        return !(TaggedSignature.choose(call.headers()::values) instanceof ChosenSignature.None);
    }

    VerifyResult verify(PresentedCredential.WitWithSignature presented, CheckedWit wit, Call call, Instant now) {
        // http-signature-08 §3: known by its tag, whatever its label; none is no proof at all, two are no choice.
        MessageFields fields = call.headers()::values;
        MessageFields once = fields.once();
        ChosenSignature chosen = TaggedSignature.choose(once);
        if (chosen instanceof ChosenSignature.None) {
            return VerifyResult.Rejected.of(presented.otherwise());
        }
        if (chosen instanceof ChosenSignature.Refused refused) {
            return rejected(Rejection.of(refused.fault()));
        }
        TaggedSignature signature = ((ChosenSignature.Found) chosen).signature();
        Message.Request request =
                Message.Request.of(call.method(), call.rawPath(), call.query().orElse(null), once);
        // http-signature-08 §3, §3.1: what it covers and which parameters stand there.
        Rejection rejection = rejection(WimseProfile.checkRequest(signature.input(), request));
        ContentDigest.Reading digest = ContentDigest.read(once.values(DIGEST));
        if (rejection == null) {
            rejection = checkDigest(digest, call);
        }
        if (rejection == null) {
            rejection = checkPurpose(signature.input(), call, now);
        }
        if (rejection == null) {
            // RFC 9421 §3.2, with the key that the token confirms and no other.
            rejection = rejection(signature.check(request, wit.confirmationKey()));
        }
        return rejection == null ? useOnce(signature.input(), wit, request, digest) : rejected(rejection);
    }

    // RFC 9530 §2: whether the body is the right one is seen when it is read.
    private static @Nullable Rejection checkDigest(ContentDigest.Reading digest, Call call) {
        if (digest instanceof ContentDigest.Reading.Refused refused) {
            boolean missing = refused.fault() == MessageFault.DIGEST_MISSING;
            return missing && !announcesBody(call) ? null : Rejection.of(refused.fault());
        }
        return null;
    }

    // RFC 9110 §8.6. A body without a length is refused by its first byte.
    private static boolean announcesBody(Call call) {
        List<String> lengths = call.headers().values("Content-Length");
        return !lengths.isEmpty() && !lengths.equals(List.of("0"));
    }

    private @Nullable Rejection checkPurpose(SignatureInput input, Call call, Instant now) {
        // http-signature-08 §3.1: wimse-aud is one of this service's own configured names.
        if (!input.audience().filter(aud -> rules.isAddressed(aud, call)).isPresent()) {
            return Rejection.SIGNATURE_AUDIENCE;
        }
        // RFC 9421 §2.3: created and expires; both, for a caller could state an end as far as it likes.
        Instant created = input.created().orElseThrow();
        if (times.isMadeAhead(created, now)) {
            return Rejection.SIGNATURE_AHEAD;
        }
        if (!now.isBefore(times.endOfUse(created))) {
            return Rejection.SIGNATURE_TOO_OLD;
        }
        Instant expires = input.expires().orElseThrow();
        if (times.isOver(expires, now)) {
            return Rejection.SIGNATURE_EXPIRED;
        }
        if (times.isTooFarAhead(expires, now)) {
            return Rejection.SIGNATURE_TOO_FAR_AHEAD;
        }
        // http-signature-08 §3.2: who cannot sign its answer says so with an error, and never with an unsigned success.
        return input.demandsSignedResponse() && rules.signatures() != VerifierRules.Signatures.ANSWER
                ? Rejection.SIGNATURE_ANSWER_DEMANDED
                : null;
    }

    private VerifyResult useOnce(
            SignatureInput input, CheckedWit wit, Message.Request request, ContentDigest.Reading digest) {
        Instant byExpiry = times.end(input.expires().orElseThrow());
        Instant byAge = times.endOfUse(input.created().orElseThrow());
        // http-signature-08 §3: a nonce is refused the second time whoever sends it.
        String nonce = input.nonce().orElseThrow();
        ReplayKey key = ReplayKey.ofNonce(nonce, wit.thumbprint());
        VerifyResult refusal = uses.refusal(
                key,
                wit.id(),
                byExpiry.isBefore(byAge) ? byExpiry : byAge,
                new VerifyResult.Rejected(Rejection.SIGNATURE_REPLAYED, ProofKind.HTTP_SIGNATURE));
        return refusal != null
                ? refusal
                : new VerifyResult.Verified(
                        VerifiedCaller.of(wit, ProofKind.HTTP_SIGNATURE, null),
                        Optional.empty(),
                        Optional.of(SignedBody.of(digest)),
                        input.demandsSignedResponse()
                                ? Optional.of(new AnswerDemand(
                                        request.method(),
                                        request.path(),
                                        request.query(),
                                        nonce,
                                        WimseProfile.answered(request.fields())))
                                : Optional.empty());
    }

    private static @Nullable Rejection rejection(@Nullable MessageFault fault) {
        return fault == null ? null : Rejection.of(fault);
    }

    private static VerifyResult rejected(Rejection reason) {
        return new VerifyResult.Rejected(reason, ProofKind.HTTP_SIGNATURE);
    }
}
