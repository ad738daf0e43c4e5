package dev.zt.tls;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS of a client that knows the servers it calls, in the parts that clients of all kinds are built from. Immutable; safe
 * for concurrent use.
 */
public final class ClientTls {
    private final SvidTrust trust;
    private final SSLContext context;
    private final SSLSocketFactory sockets;

    /**
     * TLS towards servers that the trust manager knows.
     *
     * @param certificate shown to those of them that are declared and ask who calls; while it is empty, none is shown
     */
    public ClientTls(SvidTrust trust, Supplier<Optional<X509Svid>> certificate) {
        this.trust = trust;
        this.context = TlsContexts.client(trust, certificate);
        this.sockets = new ComparingSockets(context.getSocketFactory(), trust);
    }

    /** For clients that take a context, and compare host names by the parameters of each connection. */
    public SSLContext context() {
        return context;
    }

    /** What decides whether a server is the right one, for clients that ask for it beside a context or {@link #sockets()}. */
    public X509ExtendedTrustManager trust() {
        return trust;
    }

    /**
     * For clients that open sockets and compare host names afterwards: here they are compared in the handshake already,
     * wherever nobody in particular must answer. Always the same one.
     */
    public SSLSocketFactory sockets() {
        return sockets;
    }

    /**
     * For clients that compare host names after the handshake: where somebody in particular must answer, the name does not
     * matter, and the certificate is looked at once more, whoever made the handshake.
     *
     * @param elsewhere what the client would use otherwise
     */
    public HostnameVerifier hostnames(HostnameVerifier elsewhere) {
        return (host, session) -> trust.isDeclared(host, session.getPeerPort())
                ? trust.recognises(host, session)
                : elsewhere.verify(host, session);
    }

    /** Whether a session began with {@link #context()} or {@link #sockets()}, and not with a context that asks otherwise. */
    public boolean made(SSLSession session) {
        return session.getSessionContext() == context.getClientSessionContext();
    }

    @Override
    public String toString() {
        return "ClientTls";
    }
}
