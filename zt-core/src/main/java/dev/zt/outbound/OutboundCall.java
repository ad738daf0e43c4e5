package dev.zt.outbound;

import dev.zt.message.WimseProfile;
import dev.zt.own.CallCredential;
import dev.zt.own.SignableRequest;
import dev.zt.own.TransactionToken;
import dev.zt.verify.AnswerDemand;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call that is about to be made, as far as its credential depends on it. Immutable. */
public final class OutboundCall {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final String method;
    private final URI uri;
    private final SignableRequest signable;
    private final @Nullable TransactionToken transaction;

    private OutboundCall(String method, URI uri, SignableRequest signable, @Nullable TransactionToken transaction) {
        this.method = method;
        this.uri = uri;
        this.signable = signable;
        this.transaction = transaction;
    }

    /**
     * A call.
     *
     * @param method the request method with its case, such as {@code GET}
     * @param uri where the request goes, query included
     * @throws IllegalArgumentException if the method is no token (RFC 9110 §5.6.2)
     */
    public static OutboundCall of(String method, URI uri) {
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("a request method is a token such as GET");
        }
        return new OutboundCall(method, uri, SignableRequest.of(method, uri), null);
    }

    /** The same, carrying a transaction token in its header {@code Txn-Token}. */
    public OutboundCall carrying(TransactionToken token) {
        return new OutboundCall(method, uri, signable, token);
    }

    /**
     * The same with a header field that is sent along, for destinations that are {@linkplain Destination#signed() shown
     * signatures}: {@code Content-Type} is to be told of, others are not covered.
     *
     * @throws IllegalArgumentException if the field is one that signing adds
     */
    public OutboundCall field(String name, String value) {
        return new OutboundCall(method, uri, signable.field(name, value), transaction);
    }

    /**
     * The same with content, for destinations that are {@linkplain Destination#signed() shown signatures}; untold content is
     * refused there.
     *
     * @param sha256 the SHA-256 of all of it, as it is sent
     * @throws IllegalArgumentException if that has not 32 bytes
     */
    public OutboundCall content(byte[] sha256) {
        return new OutboundCall(method, uri, signable.content(sha256), transaction);
    }

    /** What there is to sign. */
    SignableRequest signable() {
        return transaction == null ? signable : signable.beside(transaction);
    }

    /** What the answer has to belong to. */
    AnswerDemand answerDemand(CallCredential shown) {
        String path = uri.getRawPath();
        return new AnswerDemand(
                method,
                path == null ? "" : path,
                uri.getRawQuery(),
                shown.nonce().orElse(""),
                WimseProfile.answered(shown::values));
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    Optional<TransactionToken> transaction() {
        return Optional.ofNullable(transaction);
    }

    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
