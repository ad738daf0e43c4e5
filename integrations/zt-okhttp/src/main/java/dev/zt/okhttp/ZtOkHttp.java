package dev.zt.okhttp;

import dev.zt.outbound.OutboundAuth;
import java.net.Proxy;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * Makes OkHttp clients that prove their calls. Stateless.
 *
 * <pre>{@code
 * OkHttpClient http = ZtOkHttp.newClient(OutboundAuth.of(me).to("https://orders.internal"));
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, also after a redirect within its origin and where OkHttp tries again
 * by itself, and repeated once with a fresh proof if the callee asks for one with 401. After a redirect to elsewhere nothing is
 * shown; one to another declared destination fails. A call that cannot be proven fails with
 * {@link dev.zt.outbound.CallNotMadeException} before anything is sent, one whose answer had to be signed and was not with
 * {@link dev.zt.outbound.UnprovenAnswerException}. Pooled connections that began with a certificate of this process end when
 * it is replaced.
 */
public final class ZtOkHttp {
    private ZtOkHttp() {}

    /** A client with OkHttp's defaults. */
    public static OkHttpClient newClient(OutboundAuth auth) {
        return install(new OkHttpClient.Builder(), auth).build();
    }

    /**
     * Lets the client that is being built prove its calls; to be called last, since it keeps what was set before: an
     * authenticator is asked about what is not ours, a host name verifier about hosts where nobody in particular must answer.
     *
     * @return the same builder. Where the destinations must prove who they are its TLS is replaced, and where plain HTTP to
     *     loopback is allowed it uses no proxy
     */
    public static OkHttpClient.Builder install(OkHttpClient.Builder builder, OutboundAuth auth) {
        OkHttpClient before = builder.build();
        auth.tls()
                .ifPresent(tls -> builder.sslSocketFactory(tls.sockets(), tls.trust())
                        .hostnameVerifier(tls.hostnames(before.hostnameVerifier())));
        if (auth.allowsLoopbackHttp()) {
            builder.proxy(Proxy.NO_PROXY);
        }
        auth.onRenewal(before.connectionPool(), ConnectionPool::evictAll);
        return builder.connectionPool(before.connectionPool())
                .addInterceptor(chain -> chain.proceed(Progress.begin(auth, chain.request())))
                .addNetworkInterceptor(new ProvingInterceptor(auth))
                .authenticator(new Repeating(before.authenticator()));
    }
}
