package dev.zt.tls;

import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A trust manager of servers: a client that shows a certificate must prove by it that it is a workload that may connect
 * (X509-SVID §5.2). Whether clients must show one is the server's setting; what they may do is the guard's business. No
 * server is ever accepted by it. Safe for concurrent use.
 */
public final class ClientTrust extends X509ExtendedTrustManager {
    private final PeerMatcher clients;
    private final X509SvidVerifier verifier;

    /** Trust in the workloads that a matcher accepts. */
    public ClientTrust(PeerMatcher clients, BundleSource bundles, SignatureProvider signatures, InstantSource clock) {
        this.clients = clients;
        this.verifier = new X509SvidVerifier(bundles, signatures, clock);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        require(chain, engine.getHandshakeSession());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        require(chain, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    private void require(X509Certificate[] chain, @Nullable SSLSession handshake) throws CertificateException {
        if (!TlsContexts.isCurrent(handshake)) {
            throw new CertificateException("the client speaks no TLS 1.3");
        }
        PeerCheck check = verifier.verify(chain);
        if (check instanceof PeerCheck.Unavailable) {
            throw new CertificateException("the client cannot be recognised now: its trust domain's keys are too old");
        }
        if (check instanceof PeerCheck.Rejected rejected) {
            throw new CertificateException("the client's certificate proves nobody: "
                    + rejected.fault().id());
        }
        if (check instanceof PeerCheck.Verified verified && !clients.accepts(verified.id())) {
            throw new CertificateException(
                    "the client is " + verified.id() + ", which may not connect: " + PeerFault.WRONG_WORKLOAD.id());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody says in which handshake");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("certificates of servers are not accepted here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** Nobody's: which CAs are believed depends on the trust domain that a certificate names. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
