package dev.zt.okhttp;

import dev.zt.outbound.OutboundAuth;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Makes OkHttp clients that prove their calls. Stateless.
 *
 * <pre>{@code
 * OkHttpClient http = ZtOkHttp.newClient(OutboundAuth.of(me).to("https://orders.internal"));
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, also after a redirect within its origin and where OkHttp tries again
 * by itself, and repeated once with a fresh proof if the callee asks for one with 401. After a redirect to elsewhere nothing is
 * shown; one to another declared destination fails, and so does a WebSocket to one, which OkHttp shows to no interceptor.
 *
 * <p>A call that cannot be proven fails with {@link dev.zt.outbound.CallNotMadeException}, one whose answer had to be signed
 * and was not with {@link dev.zt.outbound.UnprovenAnswerException}. Pooled connections that began with a certificate of this
 * process end when it is replaced. What answers show of their requests has no proofs in it.
 */
public final class ZtOkHttp {
    private ZtOkHttp() {}

    /** A client with OkHttp's defaults. */
    public static OkHttpClient newClient(OutboundAuth auth) {
        return install(new OkHttpClient.Builder(), auth).build();
    }

    /**
     * Lets the client that is being built prove its calls; to be called last, and once for a pool of connections. What was set
     * before stays: a host name verifier is asked about hosts where nobody in particular must answer, an authenticator about
     * what does not go to declared destinations.
     *
     * @return the same builder. Where the destinations must prove who they are its TLS is replaced, and where plain HTTP to
     *     loopback is allowed it uses no proxy; both hold for clients that are derived from it, whatever these say
     */
    public static OkHttpClient.Builder install(OkHttpClient.Builder builder, OutboundAuth auth) {
        OkHttpClient before = builder.build();
        Connecting connecting = Connecting.of(auth, before.hostnameVerifier());
        connecting.install(builder);
        auth.onRenewal(before.connectionPool(), ConnectionPool::evictAll);
        return builder.connectionPool(before.connectionPool())
                .addInterceptor(new BeginningInterceptor(auth, connecting))
                .addNetworkInterceptor(new ProvingInterceptor(connecting));
    }

    /**
     * The same request on behalf of whoever is served. It is answered from no cache, and its answer is kept in none.
     *
     * @param behalf made by {@link OutboundAuth#onBehalfOf} of what the client was made with, or its call fails
     */
    public static Request onBehalf(Request request, OutboundAuth behalf) {
        return request.newBuilder().tag(OutboundAuth.class, behalf).build();
    }
}
