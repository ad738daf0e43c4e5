package dev.zt.keys;

import dev.zt.config.Printable;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
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

    private final String source;
    private final KeyRules rules;
    private final Map<KeyUse, Map<String, PublishedKey>> keys = new EnumMap<>(KeyUse.class);
    private final Set<String> seen = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();
    private int ignored;

    private PublishedKeys(String source, KeyRules rules) {
        this.source = source;
        this.rules = rules;
    }

    static Map<KeyUse, Map<String, PublishedKey>> of(
            List<?> elements, Set<KeyUse> uses, String source, KeyRules rules) {
        PublishedKeys reading = new PublishedKeys(source, rules);
        uses.forEach(use -> reading.keys.put(use, new HashMap<>()));
        elements.forEach(reading::take);
        return reading.unambiguous();
    }

    // SPIFFE Trust Domain and Bundle §4.2.2: unknown types, uses and missing parameters spoil the element only.
    private void take(Object element) {
        KeyUse use = element instanceof JsonObject json ? use(json) : null;
        if (use == null) {
            return;
        }
        PublicJwk jwk = PublicJwk.readPublished((JsonObject) element, rules.ofUnlabelledRsa());
        String keyId = jwk == null ? "" : jwk.keyId().orElse("");
        if (jwk == null || !KeyId.isPlain(keyId) || !rules.algorithms().contains(jwk.algorithm())) {
            ignored++;
        } else if (!seen.add(keyId)) {
            repeated.add(keyId);
        } else {
            ofUse(use)
                    .put(keyId, new PublishedKey(keyId, jwk, rules.signatures().engine()));
        }
    }

    private Map<String, PublishedKey> ofUse(KeyUse use) {
        return keys.computeIfAbsent(use, any -> new HashMap<>());
    }

    // RFC 7517 §4.2: the use of a key may be left out, in a JWK Set of an authorization server.
    private @Nullable KeyUse use(JsonObject json) {
        Optional<String> stated = json.string("use");
        for (KeyUse use : keys.keySet()) {
            if (json.has("use") ? stated.filter(use.jwkUse()::equals).isPresent() : use == KeyUse.TOKEN) {
                return use;
            }
        }
        return null;
    }

    // WIT-SVID §6 wants kid unique, among the keys of both kinds of token. Two keys of one name leave nothing to choose
    // by, so neither is believed. One line each, however long the document is.
    private Map<KeyUse, Map<String, PublishedKey>> unambiguous() {
        if (ignored > 0) {
            LOG.warn(
                    "zt: {}: ignoring {} keys without kid, of an algorithm that is not allowed or otherwise unusable",
                    source,
                    ignored);
        }
        if (!repeated.isEmpty()) {
            List<String> named = new ArrayList<>(repeated).subList(0, Math.min(MOST_NAMED, repeated.size()));
            LOG.warn("zt: {}: ignoring keys that share a kid: {}", source, Printable.of(String.join(", ", named)));
        }
        keys.values().forEach(ofUse -> ofUse.keySet().removeAll(repeated));
        keys.replaceAll((use, ofUse) -> Map.copyOf(ofUse));
        return keys;
    }
}
