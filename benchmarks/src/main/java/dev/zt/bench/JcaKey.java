package dev.zt.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import dev.zt.jose.PrivateJwk;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;

/** A key in plain JCA: the reference that shows what the raw rows are worth. */
final class JcaKey {
    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private final Provider provider;
    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private JcaKey(Provider provider, PublicKey publicKey, PrivateKey privateKey) {
        this.provider = provider;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    static JcaKey of(PrivateJwk jwk, Provider provider) {
        try {
            ECKey key = ECKey.parse(jwk.toSecretJson());
            KeyFactory keys = KeyFactory.getInstance("EC", provider);
            return new JcaKey(provider, (PublicKey) keys.translateKey(key.toECPublicKey()), (PrivateKey)
                    keys.translateKey(key.toECPrivateKey()));
        } catch (GeneralSecurityException | JOSEException | ParseException e) {
            throw new IllegalStateException("the provider refuses the key", e);
        }
    }

    boolean verify(byte[] data, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ES256, provider);
            check.initVerify(publicKey);
            check.update(data);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider cannot check", e);
        }
    }

    byte[] sign(byte[] data) {
        try {
            Signature signing = Signature.getInstance(ES256, provider);
            signing.initSign(privateKey);
            signing.update(data);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider cannot sign", e);
        }
    }
}
