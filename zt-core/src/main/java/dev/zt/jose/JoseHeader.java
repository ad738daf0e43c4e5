package dev.zt.jose;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JWS (RFC 7515 §4). As immutable as the token that it was read of.
 *
 * <p>Tokens may name {@code alg}, {@code kid} and {@code typ}, proofs that bring their key {@code alg}, {@code typ} and
 * {@code jwk}. Any other parameter makes the header {@linkplain #namesUnknownParameter() unacceptable}: a key or a URL in
 * the header of a token must never choose what checks it (RFC 8725 §3.10), and a {@code crit} list names something that
 * is not implemented (RFC 7515 §4.1.11).
 */
public final class JoseHeader {
    private static final Set<String> OF_TOKENS = Set.of("alg", "kid", "typ");
    private static final Set<String> OF_PROOFS = Set.of("alg", "jwk", "typ");

    private final JsonObject json;
    private final Optional<Algorithm> algorithm;

    private JoseHeader(JsonObject json) {
        this.json = json;
        this.algorithm = json.string("alg").flatMap(Algorithm::named);
    }

    static @Nullable JoseHeader read(byte[] utf8, int from, int to) {
        JsonObject json = JsonScanner.object(utf8, from, to);
        return json == null ? null : new JoseHeader(json);
    }

    /** The algorithm, if it is one that zt knows. */
    public Optional<Algorithm> algorithm() {
        return algorithm;
    }

    /** The {@code kid}. */
    public Optional<String> keyId() {
        return json.string("kid");
    }

    /**
     * The key that the header itself brings, unread. It proves possession of itself and nothing else: whether it is the
     * key that was expected is for the caller to check (RFC 9449 §4.3).
     */
    public Optional<JsonObject> jwk() {
        return json.object("jwk");
    }

    /** Whether there is a parameter other than {@code alg}, {@code kid} and {@code typ}, or one of the wrong type. */
    public boolean namesUnknownParameter() {
        return !json.hasOnly(OF_TOKENS) || isIllTyped();
    }

    /**
     * Whether the header is not that of a proof that brings its key (RFC 9449 §4.2): a parameter other than {@code alg},
     * {@code jwk} and {@code typ}, or one of the wrong type.
     */
    public boolean namesUnknownProofParameter() {
        return !json.hasOnly(OF_PROOFS) || isIllTyped();
    }

    private boolean isIllTyped() {
        return json.isOther("kid", JsonKind.STRING)
                || json.isOther("typ", JsonKind.STRING)
                || json.isOther("jwk", JsonKind.OBJECT);
    }

    /** Whether there is a {@code typ} at all. */
    public boolean statesType() {
        return json.has("typ");
    }

    /**
     * Whether the {@code typ} is this media type, with or without {@code application/} (RFC 7515 §4.1.9). Media types
     * have no case, but every standard writes its own in lower case; another spelling is refused and never folded.
     *
     * @param subtype in lower case, such as {@code wit+jwt}
     */
    public boolean isType(String subtype) {
        String type = json.string("typ").orElse("");
        return type.equals(subtype) || type.equals("application/" + subtype);
    }
}
