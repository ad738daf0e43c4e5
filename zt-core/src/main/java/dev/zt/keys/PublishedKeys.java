package dev.zt.keys;

import dev.zt.config.Printable;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the elements of one use from the {@code keys} of a document. */
final class PublishedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private PublishedKeys() {}

    static Map<String, PublishedKey> of(List<?> elements, KeyUse use, String source, SignatureProvider signatures) {
        Map<String, PublishedKey> keys = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        for (Object element : elements) {
            key(element, use, source, signatures).ifPresent(key -> {
                if (keys.putIfAbsent(key.keyId(), key) != null) {
                    repeated.add(key.keyId());
                }
            });
        }
        // WIT-SVID §6 wants kid unique. Two keys of one name leave nothing to choose by, so neither is believed.
        keys.keySet().removeAll(repeated);
        repeated.forEach(kid -> LOG.warn("zt: {}: kid {} names two keys; ignoring both", source, Printable.of(kid)));
        return Map.copyOf(keys);
    }

    // SPIFFE Trust Domain and Bundle §4.2.2: unknown types, uses and missing parameters spoil the element only.
    private static Optional<PublishedKey> key(Object element, KeyUse use, String source, SignatureProvider signatures) {
        if (!(element instanceof JsonObject json) || !isOf(use, json)) {
            return Optional.empty();
        }
        PublicJwk jwk = PublicJwk.readPublished(json);
        if (jwk == null || jwk.keyId().isEmpty()) {
            LOG.warn("zt: {}: ignoring a {} key that has no kid or is no usable public key", source, use.jwkUse());
            return Optional.empty();
        }
        return Optional.of(new PublishedKey(jwk.keyId().get(), jwk, signatures.engine()));
    }

    // RFC 7517 §4.2: the use of a key may be left out, in a JWK Set of an authorization server.
    private static boolean isOf(KeyUse use, JsonObject json) {
        return json.has("use") ? json.string("use").filter(use.jwkUse()::equals).isPresent() : use == KeyUse.TOKEN;
    }
}
