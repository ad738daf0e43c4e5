package dev.zt.authority;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads certificate requests (PKCS#10, RFC 2986): the key, if it signed the request, and nothing else of it. */
final class SignedRequest {
    private static final int P256_BITS = 256;

    private SignedRequest() {}

    static PublicKey key(byte[] der) throws RefusedException {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            boolean usable = key instanceof ECPublicKey ec
                    && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
                    && request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key));
            if (usable) {
                return key;
            }
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            // BouncyCastle throws unchecked exceptions for much of what is no request.
        }
        throw new RefusedException(Refusal.CSR_INVALID);
    }
}
