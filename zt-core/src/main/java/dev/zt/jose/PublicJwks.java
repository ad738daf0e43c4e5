package dev.zt.jose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a JWK set that may check signatures (RFC 7517 §5). Immutable.
 *
 * <p>An element that cannot be used is left out and the rest is kept. Two usable keys of one {@code kid} are both left
 * out.
 */
public final class PublicJwks {
    private final List<PublicJwk> keys;
    private final ByKeyId<PublicJwk> named;
    private final int unusable;

    private PublicJwks(List<PublicJwk> usable, int unusable) {
        this.named = ByKeyId.of(usable, PublicJwk::keyId);
        this.keys = usable.stream()
                .filter(key -> key.keyId().filter(named.repeated()::contains).isEmpty())
                .toList();
        this.unusable = unusable;
    }

    /**
     * Reads the elements of a {@code keys} array by {@link PublicJwk#readPublished(JsonObject, Algorithm)}.
     *
     * @param rsa the one algorithm of RSA keys that state none
     */
    public static PublicJwks read(List<?> elements, Algorithm rsa) {
        return read(elements, jwk -> PublicJwk.readPublished(jwk, rsa));
    }

    /**
     * Reads the elements of a {@code keys} array.
     *
     * @param reader answers null for an element that is not to be used
     */
    public static PublicJwks read(List<?> elements, Function<JsonObject, @Nullable PublicJwk> reader) {
        List<PublicJwk> usable = new ArrayList<>();
        for (Object element : elements) {
            PublicJwk key = element instanceof JsonObject jwk ? reader.apply(jwk) : null;
            if (key != null) {
                usable.add(key);
            }
        }
        return new PublicJwks(usable, elements.size() - usable.size());
    }

    /** The key of this {@code kid}. */
    public Optional<PublicJwk> key(String keyId) {
        return Optional.ofNullable(named.keys().get(keyId));
    }

    /** The only key, if there is exactly one: the one choice for a token without {@code kid}. */
    public Optional<PublicJwk> onlyKey() {
        return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }

    /** All keys, those without a {@code kid} included, in the order of the document. */
    public List<PublicJwk> keys() {
        return keys;
    }

    /** Every {@code kid} that names two keys, for a warning. */
    public Set<String> repeatedKeyIds() {
        return named.repeated();
    }

    /** How many elements are no usable key, for a warning. */
    public int unusable() {
        return unusable;
    }

    @Override
    public String toString() {
        return "PublicJwks" + keys;
    }
}
