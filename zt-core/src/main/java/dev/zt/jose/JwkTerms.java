package dev.zt.jose;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a JWK says about itself beside its numbers, and whether that lets it be used (RFC 7517 §4). */
final class JwkTerms {
    private static final Set<String> SECRET = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");
    // SPIFFE Trust Domain and Bundle §4.2.2 has uses of its own. Those for certificates check no token.
    private static final Set<String> USES = Set.of("sig", "wit-svid", "jwt-svid");
    private static final Set<String> OPERATIONS = Set.of("sign", "verify");

    private JwkTerms() {}

    static boolean namesSecret(JsonObject jwk) {
        for (String name : jwk.names()) {
            if (SECRET.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether type, use and operations agree with this operation of this algorithm, and {@code kid} is a text. */
    static boolean allow(JsonObject jwk, Algorithm algorithm, String operation) {
        return jwk.string("kty").filter(algorithm.keyType()::equals).isPresent()
                && (!jwk.has("alg")
                        || jwk.string("alg")
                                .filter(algorithm.joseName()::equals)
                                .isPresent())
                && (!jwk.has("kid") || jwk.string("kid").isPresent())
                && (!jwk.has("use") || jwk.string("use").filter(USES::contains).isPresent())
                && (!jwk.has("key_ops") || isAmong(jwk.array("key_ops").orElse(List.of()), operation));
    }

    // RFC 7517 §4.3: no operation twice, and no unrelated ones; only signing and verifying are related.
    private static boolean isAmong(List<?> operations, String operation) {
        Set<Object> distinct = new HashSet<>(operations);
        return distinct.size() == operations.size() && distinct.contains(operation) && OPERATIONS.containsAll(distinct);
    }
}
