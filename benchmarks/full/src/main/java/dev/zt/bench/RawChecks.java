package dev.zt.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import dev.zt.jose.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The signatures of tokens, checked by one provider as its documentation says. */
final class RawChecks {
    private final String algorithm;
    private final Provider provider;
    private final PublicKey key;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<byte[]> signatures = new ArrayList<>();

    RawChecks(AccessTokens server, Provider provider, List<String> tokens) {
        boolean rsa = server.algorithm() == Algorithm.RS256;
        this.algorithm = rsa ? "SHA256withRSA" : "SHA256withECDSA";
        this.provider = provider;
        try {
            // In the provider's own form, so that nothing is translated each time.
            this.key = KeyFactory.getInstance(rsa ? "RSA" : "EC", provider)
                    .generatePublic(new X509EncodedKeySpec(server.publicKey().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider refuses the key", e);
        }
        for (String token : tokens) {
            int dot = token.lastIndexOf('.');
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            texts.add(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
            signatures.add(rsa ? signature : der(signature));
        }
    }

    // The form of JOSE is no provider's own, and not known to all.
    private static byte[] der(byte[] signature) {
        try {
            return ECDSA.transcodeSignatureToDER(signature);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("this is no signature", e);
        }
    }

    /** How many of the first so many are good. */
    int signed(int count) {
        int signed = 0;
        try {
            for (int i = 0; i < count; i++) {
                Signature check = Signature.getInstance(algorithm, provider);
                check.initVerify(key);
                check.update(texts.get(i));
                signed += check.verify(signatures.get(i)) ? 1 : 0;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider cannot check", e);
        }
        return signed;
    }
}
