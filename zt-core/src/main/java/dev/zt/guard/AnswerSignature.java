package dev.zt.guard;

import dev.zt.own.CallCredential;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableAnswer;
import dev.zt.verify.AnswerDemand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs the answer to a request whose caller asked for that (draft-ietf-wimse-http-signature-08 §3.2). For whoever writes the
 * answer, refusals included, once its status and content are known; without the fields that this gives, the caller uses none
 * of it. Immutable.
 */
public final class AnswerSignature {
    private final ServiceIdentity identity;
    private final AnswerDemand demand;

    AnswerSignature(ServiceIdentity identity, AnswerDemand demand) {
        this.identity = identity;
        this.demand = demand;
    }

    /**
     * The fields that sign an answer of which all content is at hand, {@code Content-Digest} included.
     *
     * @param contentType the {@code Content-Type} exactly as it is sent; null if none is
     * @param content all of it as it is sent, coding included; empty if there is none
     * @throws IdentityUnavailableException if this process cannot prove who it is; then nothing but 503 may be answered
     * @throws IllegalArgumentException if no signature can cover the answer
     */
    public List<Answer.Header> sign(int status, @Nullable String contentType, byte[] content) {
        SignableAnswer answer = answer(status, contentType);
        return fields(content.length == 0 ? answer : answer.content(content));
    }

    /**
     * The same for content that is still to come.
     *
     * @param contentDigest the {@code Content-Digest} of the answer, which whoever writes it vouches for
     * @throws IllegalArgumentException also if that is none by SHA-256 or SHA-512
     */
    public List<Answer.Header> signAhead(int status, @Nullable String contentType, String contentDigest) {
        return fields(answer(status, contentType).contentDigest(contentDigest));
    }

    private SignableAnswer answer(int status, @Nullable String contentType) {
        SignableAnswer answer = SignableAnswer.of(
                demand.method(), demand.path(), demand.query(), demand.nonce(), demand.fields(), status);
        return contentType == null ? answer : answer.contentType(contentType);
    }

    private List<Answer.Header> fields(SignableAnswer answer) {
        CallCredential signed = identity.signAnswer(answer);
        return signed.headers().entrySet().stream()
                .map(field -> new Answer.Header(field.getKey(), field.getValue()))
                .toList();
    }

    @Override
    public String toString() {
        return "AnswerSignature[" + demand + "]";
    }
}
