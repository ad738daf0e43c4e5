package dev.zt.tls;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Believes one TLS key and nothing else, for a first contact before any bundle is known: neither name nor date nor
 * issuer of the certificate matters, only that the handshake is signed by the pinned key. Immutable.
 */
public final class PinnedTrust extends ServerTrust {
    private final byte[] pin;

    /**
     * Trust in one key.
     *
     * @param pin the SHA-256 of its SubjectPublicKeyInfo, in base64url
     * @throws IllegalArgumentException if that is not 32 bytes
     */
    public PinnedTrust(String pin) {
        byte[] bytes = Base64Url.decode(pin);
        if (bytes == null || bytes.length != 32) {
            throw new IllegalArgumentException("a pin is 32 bytes in base64url");
        }
        this.pin = bytes;
    }

    /** The pin of a certificate's key. */
    public static String pinOf(X509Certificate certificate) {
        return Base64Url.encode(Sha256.of(certificate.getPublicKey().getEncoded()));
    }

    @Override
    void check(X509Certificate[] chain, String authType, @Nullable String host, int port, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    void checkSocket(X509Certificate[] chain, String authType, SSLSocket socket) throws CertificateException {
        check(chain);
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null
                || chain.length == 0
                || !MessageDigest.isEqual(pin, Sha256.of(chain[0].getPublicKey().getEncoded()))) {
            throw new CertificateException("the server's TLS key is not the pinned one");
        }
    }
}
