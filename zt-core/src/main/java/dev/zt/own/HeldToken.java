package dev.zt.own;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access token that was issued to this process, with the key that it is bound to, if it is. Immutable;
 * {@link #toString()} shows neither.
 */
public final class HeldToken {
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final String text;
    private final String hash;
    private final Instant issuedAt;
    private final Instant expiry;
    private final @Nullable DpopMint mint;

    private HeldToken(String text, Instant issuedAt, Instant expiry, @Nullable DpopMint mint) {
        this.text = text;
        this.hash = Base64Url.encode(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
        this.issuedAt = issuedAt;
        this.expiry = expiry;
        this.mint = mint;
    }

    /** A token that is worth nothing without a proof by the mint's key. */
    static HeldToken bound(String text, Instant issuedAt, Instant expiry, DpopMint mint) {
        return new HeldToken(text, issuedAt, expiry, mint);
    }

    /** A token that whoever has it can use. */
    static HeldToken unbound(String text, Instant issuedAt, Instant expiry) {
        return new HeldToken(text, issuedAt, expiry, null);
    }

    /** What a call shows: the token, and a fresh proof if the token is bound. */
    public CallCredential show(String method, URI uri) {
        return show(method, uri, null);
    }

    /** What a call to a server that wants a nonce shows. */
    public CallCredential showWithNonce(String method, URI uri, DpopNonce nonce) {
        return show(method, uri, nonce);
    }

    private CallCredential show(String method, URI uri, @Nullable DpopNonce nonce) {
        return mint == null
                ? CallCredential.of("Authorization", "Bearer " + text)
                : CallCredential.of("Authorization", "DPoP " + text, "DPoP", mint.mint(method, uri, hash, nonce));
    }

    /** Whether the token is bound to a key of this process (RFC 9449 §5). */
    public boolean isBound() {
        return mint != null;
    }

    /** When the token ends, by the clock of this process and as if issued when it was asked for. */
    public Instant expiry() {
        return expiry;
    }

    Instant issuedAt() {
        return issuedAt;
    }

    /** Whether a call that begins now arrives in time: five seconds, or a tenth of a short life, are kept for its way. */
    boolean isUsable(Instant now) {
        Duration tenth = Duration.between(issuedAt, expiry).dividedBy(10);
        return now.isBefore(expiry.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN));
    }

    @Override
    public String toString() {
        return "HeldToken[" + (isBound() ? "bound" : "unbound") + " until " + expiry + "]";
    }
}
