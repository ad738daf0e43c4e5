package dev.zt.verify;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish of a proven caller that the answer to its request be signed (http-signature-08 §3.2), with what ties the answer
 * to the request. Immutable.
 *
 * @param method the method of the request
 * @param path its path, without query, as it was sent or received
 * @param query its query likewise, without question mark; null if there is none
 * @param nonce the nonce of its signature
 * @param fields the values of those of its fields that the answer covers, by their names in lower case: {@code
 *     workload-identity-token} always, {@code content-digest} if it has content
 */
public record AnswerDemand(
        String method, String path, @Nullable String query, String nonce, Map<String, List<String>> fields) {
    /** Copies the fields. */
    public AnswerDemand {
        fields = Map.copyOf(fields);
    }

    /** The method alone: the rest may hold what is nobody's business. */
    @Override
    public String toString() {
        return "AnswerDemand[" + method + "]";
    }
}
