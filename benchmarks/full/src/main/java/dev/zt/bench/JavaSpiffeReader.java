package dev.zt.bench;

import io.spiffe.bundle.jwtbundle.JwtBundle;
import io.spiffe.exception.AuthorityNotFoundException;
import io.spiffe.exception.BundleNotFoundException;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import java.util.Map;
import java.util.Set;

/** java-spiffe, which reads JWT-SVIDs. */
final class JavaSpiffeReader implements TokenPeer {
    private static final Set<String> AUDIENCES = Set.of(AccessTokens.AUDIENCE);

    private final JwtBundle bundle;

    JavaSpiffeReader(AccessTokens server) {
        bundle = new JwtBundle(TrustDomain.parse(Rules.TRUST_DOMAIN), Map.of(AccessTokens.KEY_ID, server.publicKey()));
    }

    @Override
    public boolean isValid(String token) {
        try {
            return JwtSvid.parseAndValidate(token, bundle, AUDIENCES).getExpiry() != null;
        } catch (JwtSvidException | BundleNotFoundException | AuthorityNotFoundException e) {
            return false;
        }
    }
}
