package dev.zt.bench;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.zt.jose.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An authorization server with one key, and tokens of it as they are met: with {@code ES256} about 890 characters, with 16
 * claims among which are lists.
 */
final class AccessTokens {
    static final List<Algorithm> ALGORITHMS = List.of(Algorithm.ES256, Algorithm.RS256);
    static final String KEY_ID = "idp-2026-11";
    static final String ISSUER = Rules.ISSUER.text();
    static final String AUDIENCE = Fleet.AUDIENCE.toString();

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Algorithm algorithm;
    private final KeyPair key;

    AccessTokens(Algorithm algorithm) {
        this.algorithm = algorithm;
        try {
            boolean rsa = algorithm == Algorithm.RS256;
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
            generator.initialize(rsa ? 2048 : 256);
            this.key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Algorithm algorithm() {
        return algorithm;
    }

    PublicKey publicKey() {
        return key.getPublic();
    }

    /** The public key as a key set. */
    String keySet() {
        JWK jwk = algorithm == Algorithm.RS256
                ? new RSAKey.Builder((RSAPublicKey) key.getPublic())
                        .keyID(KEY_ID)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .build()
                : new ECKey.Builder(Curve.P_256, (ECPublicKey) key.getPublic())
                        .keyID(KEY_ID)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.ES256)
                        .build();
        return "{\"keys\":[" + jwk.toJSONString() + "]}";
    }

    /** What a token is, which changes its {@code typ} and its {@code sub}. */
    enum Kind {
        /** RFC 9068. */
        ACCESS_TOKEN("at+jwt", "w17"),
        /** For a peer that reads nothing else. */
        JWT_SVID("JWT", "spiffe://" + Rules.TRUST_DOMAIN + "/w17");

        private final String type;
        private final String subject;

        Kind(String type, String subject) {
            this.type = type;
            this.subject = subject;
        }
    }

    /** Tokens that are good for an hour, no two alike. */
    List<String> fresh(Kind kind, int count) {
        return Stream.generate(() -> token(kind, AUDIENCE, 3600)).limit(count).toList();
    }

    String token(Kind kind, String audience, int secondsLeft) {
        String header =
                "{\"typ\":\"" + kind.type + "\",\"alg\":\"" + algorithm.joseName() + "\",\"kid\":\"" + KEY_ID + "\"}";
        return signed(header, claims(kind.subject, audience, secondsLeft));
    }

    static String claims(String subject, String audience, int secondsLeft) {
        long now = Instant.now().getEpochSecond();
        return "{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + subject + "\",\"aud\":\"" + audience + "\",\"iat\":"
                + (now - 60)
                + ",\"nbf\":" + (now - 60) + ",\"exp\":" + (now + secondsLeft) + ",\"jti\":\"" + UUID.randomUUID()
                + "\",\"client_id\":\"w17\",\"scope\":\"orders:read orders:write payments:read stock:read\",\"auth_time\":"
                + (now - 300) + ",\"acr\":\"urn:shop:loa:2\",\"tenant\":\"eu-central-1\",\"sid\":\"" + UUID.randomUUID()
                + "\","
                + "\"entitlements\":[\"orders.approve.10k\",\"stock.transfer\",\"payments.refund.1k\"],"
                + "\"roles\":[\"buyer\",\"auditor\",\"reporting\"],\"groups\":[\"team7\",\"on-call\",\"emea-operations\",\"f-17\"]}";
    }

    /** Any text in the form of a token, signed. */
    String signed(String header, String claims) {
        String input = base64(header) + "." + base64(claims);
        try {
            boolean rsa = algorithm == Algorithm.RS256;
            Signature signing = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signing.initSign(key.getPrivate());
            signing.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
