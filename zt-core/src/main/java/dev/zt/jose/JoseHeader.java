package dev.zt.jose;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a JWS (RFC 7515 §4). Immutable.
 *
 * <p>Only {@code alg}, {@code kid} and {@code typ} are known. Any other parameter makes the header
 * {@linkplain #namesUnknownParameter() unacceptable}: a key or a URL in a header must never choose what checks it
 * (RFC 8725 §3.10), and a {@code crit} list names something that is not implemented (RFC 7515 §4.1.11).
 */
public final class JoseHeader {
    private static final Set<String> KNOWN = Set.of("alg", "kid", "typ");

    private final @Nullable String algorithm;
    private final @Nullable String keyId;
    private final @Nullable String type;
    private final boolean unknown;

    private JoseHeader(JsonObject json) {
        this.algorithm = json.string("alg").orElse(null);
        this.keyId = json.string("kid").orElse(null);
        this.type = json.string("typ").orElse(null);
        this.unknown = !KNOWN.containsAll(json.names()) || isIllTyped(json);
    }

    static @Nullable JoseHeader read(byte[] utf8) {
        JsonObject json = Json.object(utf8);
        return json == null ? null : new JoseHeader(json);
    }

    private boolean isIllTyped(JsonObject json) {
        return (json.has("kid") && keyId == null) || (json.has("typ") && type == null);
    }

    /** The algorithm, if it is one that zt knows. */
    public Optional<Algorithm> algorithm() {
        return algorithm == null ? Optional.empty() : Algorithm.named(algorithm);
    }

    /** The {@code kid}. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /** Whether there is a parameter other than {@code alg}, {@code kid} and {@code typ}, or one of the wrong type. */
    public boolean namesUnknownParameter() {
        return unknown;
    }

    /**
     * Whether the {@code typ} is this media type, with or without {@code application/} (RFC 7515 §4.1.9).
     *
     * @param subtype in lower case, such as {@code wit+jwt}
     */
    public boolean isType(String subtype) {
        return type != null && (type.equals(subtype) || type.equals("application/" + subtype));
    }
}
