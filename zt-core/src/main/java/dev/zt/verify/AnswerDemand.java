package dev.zt.verify;

import org.jspecify.annotations.Nullable;

/**
 * The wish of a proven caller that the answer to its request be signed (http-signature-08 §3.2), with what ties the answer
 * to the request.
 *
 * @param method the method of the request
 * @param path its path as it was received, without query
 * @param query its query as it was received, without question mark; null if there is none
 * @param nonce the nonce of its signature
 */
public record AnswerDemand(
        String method, String path, @Nullable String query, String nonce) {
    /** The method alone: the rest may hold what is nobody's business. */
    @Override
    public String toString() {
        return "AnswerDemand[" + method + "]";
    }
}
