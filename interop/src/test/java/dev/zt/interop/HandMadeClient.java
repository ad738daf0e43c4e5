package dev.zt.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Gets tokens by {@code private_key_jwt} and DPoP without zt: the control beside zt's own client. */
final class HandMadeClient {
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final String id;
    private final ECKey key = Keys.es256();
    private final ECKey proofKey = Keys.es256();

    HandMadeClient(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** The public key that its assertions are checked with. */
    String jwks() {
        return new JWKSet(key).toString();
    }

    /** The key that its tokens are bound to. */
    ECKey proofKey() {
        return proofKey;
    }

    String thumbprint() {
        return Keys.thumbprint(proofKey);
    }

    String assertion(String... audience) {
        return sign(
                key,
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("client-authentication+jwt")),
                new JWTClaimsSet.Builder()
                        .issuer(id)
                        .subject(id)
                        .audience(List.of(audience))
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(Instant.now().plusSeconds(60))));
    }

    /** For a token endpoint. */
    String proof(URI endpoint, String nonce) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", "POST")
                .claim("htu", endpoint.toString())
                .issueTime(Date.from(Instant.now()));
        if (!nonce.isEmpty()) {
            claims.claim("nonce", nonce);
        }
        return sign(
                proofKey,
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(proofKey.toPublicJWK()),
                claims);
    }

    private static String sign(ECKey key, JWSHeader.Builder header, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT jwt = new SignedJWT(header.build(), claims.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks once. */
    Http.Reply ask(Http http, URI endpoint, String assertion, Map<String, String> headers, String scope) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "client_credentials",
                "client_assertion_type", ASSERTION,
                "client_assertion", assertion));
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        return http.postForm(endpoint, headers, form);
    }

    /** A token that is bound to {@link #proofKey()}. */
    Http.Reply boundToken(Http http, URI endpoint, String issuer, String scope) {
        return ask(http, endpoint, assertion(issuer), Map.of("DPoP", proof(endpoint, "")), scope);
    }

    /** A token for whoever has it. */
    Http.Reply bearerToken(Http http, URI endpoint, String issuer, String scope) {
        return ask(http, endpoint, assertion(issuer), Map.of(), scope);
    }
}
