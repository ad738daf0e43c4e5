package dev.zt.own;

import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;

/**
 * The two private keys of an instance: one that its token confirms and one for its certificate.
 *
 * @param proof the key that signs proofs
 * @param tls the key of the certificate
 */
record InstanceKeys(PrivateJwk proof, PrivateJwk tls) {
    static InstanceKeys generate() {
        return new InstanceKeys(PrivateJwk.generate(Algorithm.ES256), PrivateJwk.generate(Algorithm.ES256));
    }
}
