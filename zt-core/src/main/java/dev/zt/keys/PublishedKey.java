package dev.zt.keys;

import dev.zt.jose.Algorithm;
import dev.zt.jose.CompactJws;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.VerificationKey;
import java.util.Objects;

/** A key that an authority published for checking tokens, with its one algorithm. Safe for concurrent use. */
public final class PublishedKey {
    private final String keyId;
    private final VerificationKey key;
    private final String thumbprint;

    PublishedKey(String keyId, PublicJwk jwk, SignatureEngine engine) {
        this.keyId = keyId;
        this.key = engine.verificationKey(jwk);
        this.thumbprint = jwk.thumbprint();
    }

    /** The {@code kid}, unique in its bundle. */
    public String keyId() {
        return keyId;
    }

    /** The RFC 7638 thumbprint. */
    public String thumbprint() {
        return thumbprint;
    }

    /** The one algorithm that the key may be used with. */
    public Algorithm algorithm() {
        return key.algorithm();
    }

    /** Whether this key signed the token. */
    public boolean signed(CompactJws token) {
        return token.isSignedBy(key);
    }

    /** Two are equal if they have one name, one thumbprint and one algorithm. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PublishedKey that
                && keyId.equals(that.keyId)
                && thumbprint.equals(that.thumbprint)
                && algorithm() == that.algorithm();
    }

    @Override
    public int hashCode() {
        return Objects.hash(keyId, thumbprint);
    }

    @Override
    public String toString() {
        return "PublishedKey[" + keyId + "]";
    }
}
