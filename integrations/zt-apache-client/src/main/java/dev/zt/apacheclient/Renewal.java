package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.jspecify.annotations.Nullable;

/** What becomes of connections that began with a certificate of this process that has been replaced: they serve no more. */
final class Renewal {
    private Renewal() {}

    /** For HTTP/1.1. */
    static ConnectionReuseStrategy reuse(OutboundAuth auth) {
        return (request, response, context) ->
                !isOutdated(auth, HttpClientContext.cast(context).getSSLSession())
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    /** For HTTP/2, whose connections ask nobody whether they may be used again. */
    static void leaveIfOutdated(OutboundAuth auth, AsyncExecChain.Scope scope) {
        if (isOutdated(auth, scope.clientContext.getSSLSession())) {
            scope.execRuntime.markConnectionNonReusable();
        }
    }

    private static boolean isOutdated(OutboundAuth auth, @Nullable SSLSession session) {
        Certificate[] shown = session == null ? null : session.getLocalCertificates();
        return shown != null && auth.isOutdated(List.of(shown));
    }
}
