package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.ConfigurationException;
import dev.zt.fuzz.NaiveJson;
import dev.zt.fuzz.NaiveJsonWriter;
import dev.zt.jose.Json;
import dev.zt.jose.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What must hold of a document of keys, whatever its bytes. */
final class PublishedDocument {
    private final Function<byte[], TrustBundle> reader;

    PublishedDocument(Function<byte[], TrustBundle> reader) {
        this.reader = reader;
    }

    /**
     * It is refused with its source, or a second reader finds each of its keys in it, under one use and once, and the order
     * of its elements and members says nothing.
     */
    Optional<TrustBundle> check(byte[] bytes) {
        Optional<TrustBundle> read = read(bytes);
        Optional<Map<String, Object>> naive = NaiveJson.object(bytes);
        read.ifPresent(bundle -> check(bundle, naive.orElseThrow()));
        return read;
    }

    private void check(TrustBundle bundle, Map<String, Object> naive) {
        List<Object> elements = new ArrayList<>((List<?>) naive.get("keys"));
        int found = 0;
        for (Object element : elements) {
            found += element instanceof Map<?, ?> jwk && isPublished(bundle, jwk, elements) ? 1 : 0;
        }
        assertThat(found).isEqualTo(bundle.size());

        Collections.reverse(elements);
        elements.replaceAll(element -> element instanceof Map<?, ?> jwk ? reversed(jwk) : element);
        naive.put("keys", elements);
        TrustBundle again = read(NaiveJsonWriter.write(reversed(naive)).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(again.holdsSameKeysAs(bundle)).isTrue();
        assertThat(again.sequence()).isEqualTo(bundle.sequence());
        assertThat(again.refreshHint()).isEqualTo(bundle.refreshHint());
    }

    private static boolean isPublished(TrustBundle bundle, Map<?, ?> jwk, List<Object> all) {
        if (!(jwk.get("kid") instanceof String kid)) {
            return false;
        }
        PublicJwk key =
                PublicJwk.readPublished(Json.object(NaiveJsonWriter.write(jwk).getBytes(StandardCharsets.UTF_8)));
        boolean published = false;
        for (KeyUse use : KeyUse.values()) {
            Optional<PublishedKey> named = bundle.key(use, kid);
            Object stated = jwk.containsKey("use") ? jwk.get("use") : KeyUse.TOKEN.jwkUse();
            if (named.isPresent()
                    && key != null
                    && use.jwkUse().equals(stated)
                    && named.get().thumbprint().equals(key.thumbprint())) {
                assertThat(named.get().algorithm()).isEqualTo(key.algorithm());
                assertThat(bundle.publishes(use, key.thumbprint())).isTrue();
                published = true;
            }
        }
        return published && all.stream().filter(jwk::equals).count() == 1;
    }

    private static Map<Object, Object> reversed(Map<?, ?> members) {
        List<Object> names = new ArrayList<>(members.keySet());
        Collections.reverse(names);
        Map<Object, Object> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, members.get(name)));
        return reversed;
    }

    private Optional<TrustBundle> read(byte[] bytes) {
        try {
            return Optional.of(reader.apply(bytes));
        } catch (ConfigurationException e) {
            assertThat(e.place().source()).isEqualTo("fuzzed");
            return Optional.empty();
        }
    }
}
