package dev.zt.bench;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;

/** jjwt with Jackson, which is given the key itself. */
final class JjwtReader implements TokenPeer {
    private final JwtParser parser;

    JjwtReader(AccessTokens server) {
        parser = Jwts.parser()
                .verifyWith(server.publicKey())
                .requireIssuer(AccessTokens.ISSUER)
                .requireAudience(AccessTokens.AUDIENCE)
                .build();
    }

    @Override
    public boolean isValid(String token) {
        try {
            Jws<Claims> read = parser.parseSignedClaims(token);
            return "at+jwt".equals(read.getHeader().getType())
                    && read.getPayload().getExpiration() != null;
        } catch (JwtException e) {
            return false;
        }
    }
}
