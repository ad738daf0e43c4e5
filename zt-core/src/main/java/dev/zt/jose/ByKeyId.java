package dev.zt.jose;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keys by their {@code kid}. A name that stands for two keys leaves nothing to choose by, so neither is believed.
 * Immutable.
 *
 * @param <K> what a key is
 */
record ByKeyId<K>(Map<String, K> keys, Set<String> repeated) {
    ByKeyId {
        keys = Map.copyOf(keys);
        repeated = Set.copyOf(repeated);
    }

    static <K> ByKeyId<K> of(List<K> all, Function<K, Optional<String>> keyId) {
        Map<String, K> keys = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        for (K key : all) {
            keyId.apply(key).ifPresent(name -> {
                if (keys.putIfAbsent(name, key) != null) {
                    repeated.add(name);
                }
            });
        }
        keys.keySet().removeAll(repeated);
        return new ByKeyId<>(keys, repeated);
    }
}
