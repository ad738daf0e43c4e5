package dev.zt.bench;

import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** jose4j, which finds the key by its id. */
final class Jose4jConsumer implements TokenPeer {
    private final JwtConsumer consumer;

    Jose4jConsumer(AccessTokens server) {
        try {
            consumer = new JwtConsumerBuilder()
                    .setExpectedType(true, "at+jwt")
                    .setJwsAlgorithmConstraints(
                            ConstraintType.PERMIT, server.algorithm().joseName())
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(new JsonWebKeySet(server.keySet()).getJsonWebKeys()))
                    .setExpectedIssuer(AccessTokens.ISSUER)
                    .setExpectedAudience(AccessTokens.AUDIENCE)
                    .setRequireExpirationTime()
                    .setRequireSubject()
                    .build();
        } catch (JoseException e) {
            throw new IllegalArgumentException("these are no keys", e);
        }
    }

    @Override
    public boolean isValid(String token) {
        try {
            return consumer.processToClaims(token).getExpirationTime() != null;
        } catch (InvalidJwtException | MalformedClaimException e) {
            return false;
        }
    }
}
