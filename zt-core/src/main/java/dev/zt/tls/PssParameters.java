package dev.zt.tls;

import java.security.cert.X509Certificate;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * What a signature by RSASSA-PSS says of its hash (RFC 4055 §3.1): the name of the algorithm names none, and what is left
 * out means SHA-1. Stateless.
 */
final class PssParameters {
    private static final Set<ASN1ObjectIdentifier> STRONG =
            Set.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384, NISTObjectIdentifiers.id_sha512);

    private PssParameters() {}

    /** Whether a certificate is signed by RSASSA-PSS with SHA-256, 384 or 512, and MGF1 with that same hash. */
    static boolean areStrong(X509Certificate certificate) {
        byte[] parameters = certificate.getSigAlgParams();
        if (parameters == null || !certificate.getSigAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
            return false;
        }
        try {
            RSASSAPSSparams stated = RSASSAPSSparams.getInstance(parameters);
            AlgorithmIdentifier mask = stated.getMaskGenAlgorithm();
            ASN1ObjectIdentifier hash = stated.getHashAlgorithm().getAlgorithm();
            return STRONG.contains(hash)
                    && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                    && AlgorithmIdentifier.getInstance(mask.getParameters())
                            .getAlgorithm()
                            .equals(hash);
        } catch (RuntimeException e) {
            // Whatever does not read as parameters; the peer wrote it.
            return false;
        }
    }
}
