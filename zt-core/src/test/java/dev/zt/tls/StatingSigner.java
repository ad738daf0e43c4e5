package dev.zt.tls;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** Signs in one way and states any. */
final class StatingSigner implements ContentSigner {
    private final Signature signature;
    private final AlgorithmIdentifier stated;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    StatingSigner(Signature signature, AlgorithmIdentifier stated) {
        this.signature = signature;
        this.stated = stated;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return stated;
    }

    @Override
    public OutputStream getOutputStream() {
        return text;
    }

    @Override
    public byte[] getSignature() {
        try {
            signature.update(text.toByteArray());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
