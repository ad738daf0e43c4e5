package dev.zt.keys;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.verify.Forge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Documents that hold keys; the key of one name is the same in all. */
final class Published {
    private static final Map<String, ECKey> KEYS = new ConcurrentHashMap<>();

    private Published() {}

    /** A JWK Set of keys of these names for tokens. */
    static String keySet(String... kids) {
        return document("sig", kids);
    }

    static String bundle(long sequence, String... kids) {
        return document("wit-svid", kids).replaceFirst("^\\{", "{\"spiffe_sequence\":" + sequence + ",");
    }

    private static String document(String use, String... kids) {
        return Stream.of(kids).map(kid -> jwk(kid, use)).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    static String jwk(String kid, String use) {
        return Forge.publicJwk(KEYS.computeIfAbsent(kid, any -> Forge.newKey()))
                .replace("}", ",\"kid\":\"" + kid + "\",\"use\":\"" + use + "\"}");
    }

    static String metadata(String issuer, Object keys) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
    }
}
