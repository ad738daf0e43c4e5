package dev.zt.bench;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** auth0's java-jwt, which is given the key itself. */
final class Auth0Verifier implements TokenPeer {
    private final JWTVerifier verifier;

    Auth0Verifier(AccessTokens server) {
        verifier = JWT.require(algorithm(server.publicKey()))
                .withIssuer(AccessTokens.ISSUER)
                .withAudience(AccessTokens.AUDIENCE)
                .withClaimPresence("exp")
                .build();
    }

    private static Algorithm algorithm(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? Algorithm.RSA256(rsa, null)
                : Algorithm.ECDSA256((ECPublicKey) key, null);
    }

    @Override
    public boolean isValid(String token) {
        try {
            DecodedJWT verified = verifier.verify(token);
            return "at+jwt".equals(verified.getType());
        } catch (JWTVerificationException e) {
            return false;
        }
    }
}
