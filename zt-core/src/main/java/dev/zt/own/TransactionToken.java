package dev.zt.own;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * A transaction token that came in with a request and goes on unmodified in the header {@code Txn-Token}
 * (draft-ietf-oauth-transaction-tokens). It proves nothing about who calls. Immutable; {@link #toString()} does not
 * show it.
 */
public final class TransactionToken {
    private static final int MAX_LENGTH = 16 << 10;

    private final String text;

    private TransactionToken(String text) {
        this.text = text;
    }

    /**
     * Takes the value of the header.
     *
     * @throws IllegalArgumentException if it is no compact token of at most 16 KiB
     */
    public static TransactionToken of(String text) {
        boolean compact = text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-_.".indexOf(c) >= 0);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !compact) {
            throw new IllegalArgumentException("a transaction token is a compact token of at most 16 KiB");
        }
        return new TransactionToken(text);
    }

    String text() {
        return text;
    }

    /** What a proof binds it by: {@code tth} (draft-ietf-wimse-wpt-02 §3.1). */
    String hash() {
        return Base64Url.encode(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return "TransactionToken[...]";
    }
}
