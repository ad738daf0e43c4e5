package dev.zt.okhttp;

import dev.zt.outbound.OutboundAuth;
import dev.zt.tls.ClientTls;
import java.net.Proxy;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of a client are made whose calls are proven. Said to the client when it is built, and again to each
 * call: a client can be derived from another with other connections. Immutable.
 */
final class Connecting {
    private final OutboundAuth auth;
    private final @Nullable ClientTls tls;
    private final HostnameVerifier hostnames;

    private Connecting(OutboundAuth auth, @Nullable ClientTls tls, HostnameVerifier hostnames) {
        this.auth = auth;
        this.tls = tls;
        this.hostnames = hostnames;
    }

    /**
     * Where names are compared by the client's own means, unless somebody in particular must answer.
     *
     * @param usual the client's own
     */
    static Connecting of(OutboundAuth auth, HostnameVerifier usual) {
        ClientTls tls = auth.tls().orElse(null);
        return new Connecting(auth, tls, tls == null ? usual : tls.hostnames(usual));
    }

    void install(OkHttpClient.Builder builder) {
        if (tls != null) {
            builder.sslSocketFactory(tls.sockets(), tls.trust()).hostnameVerifier(hostnames);
        }
        if (auth.allowsLoopbackHttp()) {
            builder.proxy(Proxy.NO_PROXY);
        }
    }

    Interceptor.Chain on(Interceptor.Chain chain) {
        Interceptor.Chain secure = tls == null
                ? chain
                : chain.withSslSocketFactory(tls.sockets(), tls.trust()).withHostnameVerifier(hostnames);
        return auth.allowsLoopbackHttp() ? secure.withProxy(Proxy.NO_PROXY) : secure;
    }

    /** Whether a connection may carry proofs: one that was made so, or in plain text without anybody between. */
    boolean isRight(@Nullable Connection connection, boolean https) {
        if (connection == null) {
            return false;
        }
        return https
                ? tls == null || connection.route().address().sslSocketFactory() == tls.sockets()
                : connection.route().proxy().type() == Proxy.Type.DIRECT;
    }
}
