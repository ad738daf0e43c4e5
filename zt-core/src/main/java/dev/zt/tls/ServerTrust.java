package dev.zt.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A trust manager of clients. Clients of ours are never accepted by it, and nothing is accepted without knowing which
 * server was called.
 */
abstract class ServerTrust extends X509ExtendedTrustManager {
    /** Throws unless the chain is that of the server at this host and port. */
    abstract void check(X509Certificate[] chain, String authType, @Nullable String host, int port, SSLEngine engine)
            throws CertificateException;

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireCurrent(engine.getHandshakeSession());
        check(chain, authType, engine.getPeerHost(), engine.getPeerPort(), engine);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket tls) || tls.getHandshakeSession() == null) {
            throw new CertificateException("not a TLS connection in its handshake");
        }
        requireCurrent(tls.getHandshakeSession());
        checkSocket(chain, authType, tls);
    }

    private static void requireCurrent(@Nullable SSLSession handshake) throws CertificateException {
        if (!TlsContexts.isCurrent(handshake)) {
            throw new CertificateException("the server speaks no TLS 1.3");
        }
    }

    abstract void checkSocket(X509Certificate[] chain, String authType, SSLSocket socket) throws CertificateException;

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody says which server was called");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("certificates of clients are not accepted here");
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
