package dev.zt.keys;

import dev.zt.config.Printable;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.PublicJwks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the keys of some uses from the {@code keys} of one document. */
final class PublishedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final int MOST_NAMED = 8;

    private PublishedKeys() {}

    static Map<KeyUse, Map<String, PublishedKey>> of(
            List<?> elements, Set<KeyUse> uses, String source, KeyRules rules) {
        List<JsonObject> wanted = new ArrayList<>();
        for (Object element : elements) {
            if (element instanceof JsonObject json && use(json, uses) != null) {
                wanted.add(json);
            }
        }
        Map<String, KeyUse> useOf = new HashMap<>();
        // WIT-SVID §6 wants kid unique among the keys of both kinds of token, so they are read as one set.
        PublicJwks set = PublicJwks.read(wanted, json -> read(json, uses, rules, useOf));
        warn(set, source);
        Map<KeyUse, Map<String, PublishedKey>> keys = new EnumMap<>(KeyUse.class);
        uses.forEach(use -> keys.put(use, new HashMap<>()));
        for (PublicJwk jwk : set.keys()) {
            String keyId = jwk.keyId().orElseThrow();
            PublishedKey key = new PublishedKey(keyId, jwk, rules.signatures().engine());
            keys.computeIfAbsent(useOf.getOrDefault(keyId, KeyUse.TOKEN), use -> new HashMap<>())
                    .put(keyId, key);
        }
        keys.replaceAll((use, ofUse) -> Map.copyOf(ofUse));
        return keys;
    }

    // SPIFFE Trust Domain and Bundle §4.2.2: unknown types, uses and missing parameters spoil the element only.
    private static @Nullable PublicJwk read(
            JsonObject json, Set<KeyUse> uses, KeyRules rules, Map<String, KeyUse> useOf) {
        PublicJwk jwk = PublicJwk.readPublished(json, rules.ofUnlabelledRsa());
        KeyUse use = use(json, uses);
        String keyId = jwk == null ? "" : jwk.keyId().orElse("");
        if (jwk == null
                || use == null
                || !KeyId.isPlain(keyId)
                || !rules.algorithms().contains(jwk.algorithm())) {
            return null;
        }
        useOf.put(keyId, use);
        return jwk;
    }

    // RFC 7517 §4.2: the use of a key may be left out, in a JWK Set of an authorization server.
    private static @Nullable KeyUse use(JsonObject json, Set<KeyUse> uses) {
        Optional<String> stated = json.string("use");
        for (KeyUse use : uses) {
            if (json.has("use") ? stated.filter(use.jwkUse()::equals).isPresent() : use == KeyUse.TOKEN) {
                return use;
            }
        }
        return null;
    }

    // One line each, however long the document is.
    private static void warn(PublicJwks set, String source) {
        if (set.unusable() > 0) {
            LOG.warn(
                    "zt: {}: ignoring {} keys without kid, of an algorithm that is not allowed or otherwise unusable",
                    source,
                    set.unusable());
        }
        if (!set.repeatedKeyIds().isEmpty()) {
            List<String> named = set.repeatedKeyIds().stream().limit(MOST_NAMED).toList();
            LOG.warn("zt: {}: ignoring keys that share a kid: {}", source, Printable.of(String.join(", ", named)));
        }
    }
}
