package dev.zt.own;

import dev.zt.message.ContentDigest;
import dev.zt.message.Message;
import dev.zt.message.WimseProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is about to be given to a signed request, as far as a signature over the whole of it has to know it
 * (draft-ietf-wimse-http-signature-08 §3.3). Immutable.
 */
public final class SignableAnswer {
    private static final String TYPE = "Content-Type";
    private static final String DIGEST = "Content-Digest";

    private final Message.Request request;
    private final String requestNonce;
    private final int status;
    private final Map<String, String> fields;
    private final @Nullable String madeDigest;

    private SignableAnswer(
            Message.Request request,
            String requestNonce,
            int status,
            Map<String, String> fields,
            @Nullable String madeDigest) {
        this.request = request;
        this.requestNonce = requestNonce;
        this.status = status;
        this.fields = fields;
        this.madeDigest = madeDigest;
    }

    /**
     * An answer without content.
     *
     * @param method the method of the request that it answers
     * @param path its path as it was received, without query
     * @param query its query as it was received, without question mark; null if there is none
     * @param requestNonce the nonce of its signature
     * @param requestFields the values of its {@code workload-identity-token} and {@code content-digest}, by these names, as far
     *     as it has them: without, the answer could be passed on as one to somebody else's request with the same nonce
     * @param status the status of the answer
     */
    public static SignableAnswer of(
            String method,
            String path,
            @Nullable String query,
            String requestNonce,
            Map<String, List<String>> requestFields,
            int status) {
        Map<String, List<String>> tied = WimseProfile.answered(name -> requestFields.getOrDefault(name, List.of()));
        Message.Request request = Message.Request.of(method, path, query, name -> tied.getOrDefault(name, List.of()));
        return new SignableAnswer(request, requestNonce, status, Map.of(), null);
    }

    /** The same with this {@code Content-Type}, exactly as it is sent. */
    public SignableAnswer contentType(String value) {
        return new SignableAnswer(request, requestNonce, status, with(TYPE, value), madeDigest);
    }

    /** The same with content, which will travel exactly as it is here. */
    public SignableAnswer content(byte[] all) {
        String digest = ContentDigest.of(all).text();
        return new SignableAnswer(request, requestNonce, status, with(DIGEST, digest), digest);
    }

    /**
     * The same with content whose digest the answer states already.
     *
     * @param contentDigest the value of its {@code Content-Digest} (RFC 9530 §2)
     * @throws IllegalArgumentException if that cannot be read, or has no digest by SHA-256 or SHA-512
     */
    public SignableAnswer contentDigest(String contentDigest) {
        if (!(ContentDigest.read(List.of(contentDigest)) instanceof ContentDigest.Reading.Stated)) {
            throw new IllegalArgumentException("no Content-Digest by SHA-256 or SHA-512, such as sha-256=:…:");
        }
        return new SignableAnswer(request, requestNonce, status, with(DIGEST, contentDigest), null);
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return more;
    }

    String requestNonce() {
        return requestNonce;
    }

    /** What signing adds to the answer, besides the signature. */
    Map<String, String> additions(String wit) {
        Map<String, String> additions = new LinkedHashMap<>();
        additions.put("Workload-Identity-Token", wit);
        if (madeDigest != null) {
            additions.put(DIGEST, madeDigest);
        }
        return additions;
    }

    Message.Response with(Map<String, String> additions) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        fields.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        additions.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Message.Response(status, name -> all.getOrDefault(name, List.of()), request);
    }

    /** The status alone. */
    @Override
    public String toString() {
        return "SignableAnswer[" + status + "]";
    }
}
