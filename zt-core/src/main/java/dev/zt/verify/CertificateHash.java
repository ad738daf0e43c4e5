package dev.zt.verify;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import dev.zt.request.Call;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** The SHA-256 of a certificate's DER, by which a token is bound to it (RFC 8705 §3.1). */
final class CertificateHash {
    private CertificateHash() {}

    /** Whether the client of a call proved in the handshake that it holds the key of this certificate. */
    static boolean isOfClient(Call call, String x5tS256) {
        List<X509Certificate> shown = call.clientCertificates();
        return !shown.isEmpty() && Hashes.equal(of(shown.get(0)), x5tS256);
    }

    private static String of(X509Certificate certificate) {
        try {
            return Base64Url.encode(Sha256.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            return "";
        }
    }
}
