package dev.zt.own;

import dev.zt.message.ContentDigest;
import dev.zt.message.Message;
import dev.zt.message.ResponseDemand;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent, as far as a signature over the whole of it has to know it
 * (draft-ietf-wimse-http-signature-08). Immutable.
 */
public final class SignableRequest {
    private static final String DIGEST = "content-digest";
    private static final Set<String> MADE_HERE =
            Set.of(DIGEST, "workload-identity-token", "signature", "signature-input");

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> fields;
    private final @Nullable ContentDigest digest;
    private final ResponseDemand demand;

    private SignableRequest(
            String method,
            URI uri,
            Map<String, List<String>> fields,
            @Nullable ContentDigest digest,
            ResponseDemand demand) {
        this.method = method;
        this.uri = uri;
        this.fields = fields;
        this.digest = digest;
        this.demand = demand;
    }

    /**
     * A request without content.
     *
     * @param method the request method with its case, such as {@code GET}
     * @param uri where the request goes; path and query are sent exactly as they stand there
     */
    public static SignableRequest of(String method, URI uri) {
        return new SignableRequest(method, uri, Map.of(), null, ResponseDemand.ANY);
    }

    /**
     * The same with one header field more. To be told of are {@code Content-Type}, {@code Authorization} and {@code
     * Txn-Token}, where they are sent; others are not covered.
     *
     * @throws IllegalArgumentException if the field is one that signing adds
     */
    public SignableRequest field(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (MADE_HERE.contains(key)) {
            throw new IllegalArgumentException(name + " is made when the request is signed");
        }
        Map<String, List<String>> more = new LinkedHashMap<>(fields);
        List<String> values = new ArrayList<>(more.getOrDefault(key, List.of()));
        values.add(value);
        more.put(key, List.copyOf(values));
        return new SignableRequest(method, uri, more, digest, demand);
    }

    /**
     * The same with content, which will travel exactly as it was hashed.
     *
     * @param sha256 the SHA-256 of all of it
     * @throws IllegalArgumentException if that has not 32 bytes
     */
    public SignableRequest content(byte[] sha256) {
        return new SignableRequest(method, uri, fields, ContentDigest.ofSha256(sha256), demand);
    }

    /** The same beside a transaction token. */
    public SignableRequest beside(TransactionToken token) {
        return field("Txn-Token", token.text());
    }

    /**
     * The same, to be answered with a signature (http-signature-08 §3.2). Whoever sends it checks the answer, with {@link
     * CallCredential#nonce()}, and uses none that is not signed.
     */
    public SignableRequest demandingSignedAnswer() {
        return new SignableRequest(method, uri, fields, digest, ResponseDemand.SIGNED);
    }

    ResponseDemand demand() {
        return demand;
    }

    /** What signing adds to the request, besides the signature. */
    Map<String, String> additions(String wit) {
        Map<String, String> additions = new LinkedHashMap<>();
        additions.put("Workload-Identity-Token", wit);
        if (digest != null) {
            additions.put("Content-Digest", digest.text());
        }
        return additions;
    }

    Message.Request with(Map<String, String> additions) {
        Map<String, List<String>> all = new LinkedHashMap<>(fields);
        additions.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        String path = uri.getRawPath();
        return Message.Request.of(
                method, path == null ? "" : path, uri.getRawQuery(), name -> all.getOrDefault(name, List.of()));
    }

    /** The method alone: paths and queries may hold what is nobody's business. */
    @Override
    public String toString() {
        return "SignableRequest[" + method + "]";
    }
}
