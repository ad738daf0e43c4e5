package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.PrivateJwk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Asks for a certificate (PKCS#10, RFC 2986). */
public final class CertificateRequest {
    private CertificateRequest() {}

    /** A request in DER for a certificate that names a workload, signed by the key that it is for. */
    public static byte[] of(WorkloadId id, PrivateJwk key) {
        try {
            KeyPair pair = key.toKeyPair();
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id.toString())));
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                    .getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("encoding in memory", e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the platform cannot sign with the key", e);
        }
    }
}
