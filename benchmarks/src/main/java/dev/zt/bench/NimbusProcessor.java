package dev.zt.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;

/**
 * The peer: Nimbus JOSE+JWT's {@code DefaultJWTProcessor} for access tokens (RFC 9068), with a local key set and the
 * provider that the platform gives it. It checks type, algorithm, signature, issuer, audience, times and which claims are
 * there; it decides nothing.
 */
final class NimbusProcessor {
    private static final Set<String> REQUIRED = Set.of("sub", "client_id", "iat", "exp", "jti");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** For tokens of one algorithm, signed by one of these keys. */
    NimbusProcessor(JWSAlgorithm algorithm, String keySet) {
        try {
            processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(algorithm, new ImmutableJWKSet<>(JWKSet.parse(keySet))));
            processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                    Fleet.AUDIENCE.toString(),
                    new JWTClaimsSet.Builder().issuer(Rules.ISSUER.text()).build(),
                    REQUIRED));
        } catch (ParseException e) {
            throw new IllegalArgumentException("these are no keys", e);
        }
    }

    boolean isValid(String token) {
        try {
            return processor.process(token, null).getExpirationTime() != null;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return false;
        }
    }
}
