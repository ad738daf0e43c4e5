package dev.zt.keys;

import dev.zt.jose.Algorithm;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which published keys of an issuer may be used. Immutable.
 *
 * @param algorithms the only ones that its keys may be for
 */
record KeyRules(SignatureProvider signatures, Set<Algorithm> algorithms) {
    KeyRules {
        algorithms = Set.copyOf(algorithms);
    }

    /** What SPIFFE allows in SVIDs (JWT-SVID §3, WIT-SVID §3), which is also the default for other issuers. */
    static KeyRules standard(SignatureProvider signatures) {
        return new KeyRules(signatures, Algorithm.SPIFFE);
    }

    // Most RSA keys that state no algorithm are for RS256; where that is not allowed and one other is, they are for it.
    Algorithm ofUnlabelledRsa() {
        Set<Algorithm> rsa = EnumSet.copyOf(algorithms);
        rsa.removeIf(algorithm -> !algorithm.keyType().equals("RSA"));
        return rsa.size() == 1 ? rsa.iterator().next() : Algorithm.RS256;
    }
}
