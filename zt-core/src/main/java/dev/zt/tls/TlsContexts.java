package dev.zt.tls;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts that check who is there on every connection: TLS 1.3 and nothing older, and no session is resumed, because
 * a resumed one asks no trust manager.
 */
public final class TlsContexts {
    // RFC 8446 §4.6.1 allows a ticket seven days. Where sessions are to live longer, the platform offers none as a
    // server and keeps none as a client.
    private static final int NO_TICKETS = 8 * 24 * 3600;

    private TlsContexts() {}

    // A context cannot say it: whoever makes an engine of it, such as HttpClient, may still offer older versions.
    static boolean isCurrent(@Nullable SSLSession handshake) {
        return handshake != null && handshake.getProtocol().equals("TLSv1.3");
    }

    /** For calling servers that the trust manager knows; no certificate is shown to any. */
    public static SSLContext client(X509ExtendedTrustManager trust) {
        return client(null, trust);
    }

    /**
     * For calling servers that the trust manager knows, and being known by those of them that are declared.
     *
     * @param certificate asked for every handshake in which a declared server asks who calls; while it is empty, none is
     *     shown
     */
    public static SSLContext client(SvidTrust trust, Supplier<Optional<X509Svid>> certificate) {
        return client(new SvidKeys(certificate, trust::isDeclared), trust);
    }

    private static SSLContext client(@Nullable KeyManager keys, TrustManager trust) {
        SSLContext context = context(keys, trust);
        context.getClientSessionContext().setSessionCacheSize(1);
        context.getClientSessionContext().setSessionTimeout(NO_TICKETS);
        return context;
    }

    /**
     * For being called. Clients are not asked for certificates.
     *
     * @param certificate asked for every handshake; while it is empty, handshakes fail
     */
    public static SSLContext server(Supplier<Optional<X509Svid>> certificate) {
        return server(certificate, null);
    }

    /**
     * For being called by clients that prove who they are. The server must be set to ask for their certificates; whether it
     * also serves clients that show none is up to it.
     *
     * @param certificate asked for every handshake; while it is empty, handshakes fail
     */
    public static SSLContext mutualServer(Supplier<Optional<X509Svid>> certificate, ClientTrust clients) {
        return server(certificate, clients);
    }

    private static SSLContext server(Supplier<Optional<X509Svid>> certificate, @Nullable TrustManager clients) {
        SSLContext context = context(new SvidKeys(certificate, (host, port) -> false), clients);
        context.getServerSessionContext().setSessionCacheSize(1);
        context.getServerSessionContext().setSessionTimeout(NO_TICKETS);
        return context;
    }

    private static SSLContext context(@Nullable KeyManager keys, @Nullable TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    keys == null ? new KeyManager[0] : new KeyManager[] {keys},
                    trust == null ? new TrustManager[0] : new TrustManager[] {trust},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no TLS 1.3", e);
        }
    }
}
