package dev.zt.jose;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One key for each algorithm for all tests, since RSA keys take their time. */
final class Keys {
    private static final Map<Algorithm, PrivateJwk> KEYS = new ConcurrentHashMap<>();
    private static final SignatureEngine ENGINE = SignatureEngines.bouncyCastle();
    private static final KeyPair RSA = rsa(2048);

    private Keys() {}

    static PrivateJwk of(Algorithm algorithm) {
        return KEYS.computeIfAbsent(algorithm, Keys::make);
    }

    private static PrivateJwk make(Algorithm algorithm) {
        return algorithm.keyType().equals("RSA")
                ? PrivateJwk.ofPem(pem(RSA.getPrivate().getEncoded()), algorithm)
                        .orElseThrow()
                : PrivateJwk.generate(algorithm);
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** The JWK as it would be published. */
    static String published(Algorithm algorithm) {
        return of(algorithm).publicJwk().toJson(null, null);
    }

    static String token(String headerJson, String payload, PrivateJwk key) {
        return new JwsWriter(headerJson).sign(payload, ENGINE.signingKey(key));
    }
}
