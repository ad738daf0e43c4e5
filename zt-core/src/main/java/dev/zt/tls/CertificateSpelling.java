package dev.zt.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * What lies around the signed part of a certificate, which whoever passes it on can change. The platform also takes an
 * algorithm that is spelled otherwise than the signed one, and a signature whose last octet is said to lack bits. Held to the
 * letter (RFC 5280 §4.1.1), nothing is left but the value of the signature, of which ECDSA has two. Stateless.
 */
final class CertificateSpelling {
    private static final int SHORT_HEADER = 2;
    // What says that the version is not the first.
    private static final int VERSION_OCTETS = 5;

    private CertificateSpelling() {}

    /**
     * Whether no other octets than these say the same.
     *
     * @throws RuntimeException if it has another form than that of a certificate
     */
    static boolean isTheOnlyOne(X509Certificate certificate) throws CertificateEncodingException {
        byte[] encoded = certificate.getEncoded();
        byte[] signed = certificate.getTBSCertificate();
        byte[] signature = certificate.getSignature();
        int signatureAt = encoded.length - signature.length;
        int algorithmAt = contentAt(encoded, 0) + signed.length;
        // An octet that says how many bits the last one lacks belongs to the signature.
        int algorithmEnd = signatureAt - 1 - headerLength(signature.length + 1);
        int signedAlgorithmAt = signedAlgorithmAt(signed, certificate.getVersion());
        int length = algorithmEnd - algorithmAt;
        return encoded[signatureAt - 1] == 0
                && Arrays.equals(encoded, signatureAt, encoded.length, signature, 0, signature.length)
                && Arrays.equals(
                        encoded, algorithmAt, algorithmEnd, signed, signedAlgorithmAt, signedAlgorithmAt + length);
    }

    // Behind the serial number, before which a version stands unless it is the first.
    private static int signedAlgorithmAt(byte[] signed, int version) {
        int serialAt = contentAt(signed, 0) + (version == 1 ? 0 : VERSION_OCTETS);
        return contentAt(signed, serialAt) + signed[serialAt + 1];
    }

    private static int contentAt(byte[] der, int at) {
        int length = der[at + 1];
        return at + SHORT_HEADER + (length < 0 ? length & 0x7F : 0);
    }

    private static int headerLength(int contentLength) {
        if (contentLength < 0x80) {
            return SHORT_HEADER;
        }
        return SHORT_HEADER + (contentLength < 0x100 ? 1 : 2);
    }
}
