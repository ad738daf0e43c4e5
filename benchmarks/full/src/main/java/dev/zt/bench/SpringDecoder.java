package dev.zt.bench;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import dev.zt.jose.Algorithm;
import java.text.ParseException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Spring Security's decoder, with its own checks of issuer, audience and times. */
final class SpringDecoder implements TokenPeer {
    private final NimbusJwtDecoder decoder;

    SpringDecoder(AccessTokens server) {
        try {
            decoder = NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(JWKSet.parse(server.keySet())))
                    .jwsAlgorithm(algorithm(server))
                    .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                            new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"))))
                    .build();
        } catch (ParseException e) {
            throw new IllegalArgumentException("these are no keys", e);
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(),
                new JwtIssuerValidator(AccessTokens.ISSUER),
                new JwtAudienceValidator(AccessTokens.AUDIENCE)));
    }

    private static SignatureAlgorithm algorithm(AccessTokens server) {
        return server.algorithm() == Algorithm.RS256 ? SignatureAlgorithm.RS256 : SignatureAlgorithm.ES256;
    }

    @Override
    public boolean isValid(String token) {
        try {
            return decoder.decode(token).getExpiresAt() != null;
        } catch (JwtException e) {
            return false;
        }
    }
}
