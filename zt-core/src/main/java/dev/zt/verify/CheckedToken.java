package dev.zt.verify;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import dev.zt.keys.KeyUse;
import org.jspecify.annotations.Nullable;

/**
 * What a token in {@code Authorization} says, after its signature was checked. Immutable. Its times are read on every
 * call.
 *
 * @param use what its key is published for, and so what kind of token it is
 * @param keyThumbprint the thumbprint of the key that it is bound to (RFC 9449 §6.1); null if it is not
 * @param certificateThumbprint the hash of the certificate that it is bound to (RFC 8705 §3.1); null if it is not
 * @param facts what it says besides; null for a JWT-SVID
 * @param epoch the trust epoch under which the signature was checked
 * @param issuerKey the thumbprint of the published key that signed it
 */
record CheckedToken(
        CallerId caller,
        KeyUse use,
        Validity validity,
        @Nullable String keyThumbprint,
        @Nullable String certificateThumbprint,
        @Nullable VerifiedToken facts,
        long epoch,
        String issuerKey)
        implements Signed {
    @Override
    public Issuer issuer() {
        return caller.issuer();
    }
}
