package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.tls.ClientTls;
import java.util.Optional;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients of Apache HttpComponents 5, classic and asynchronous ones, that prove their calls. Stateless.
 *
 * <pre>{@code
 * CloseableHttpClient http = ZtApacheClient.newClient(OutboundAuth.of(me).to("https://orders.internal"));
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, also after a redirect within its origin and where the client tries
 * again by itself, and repeated once with a fresh proof if the callee asks for one with 401. After a redirect to elsewhere
 * nothing is shown; one to another declared destination fails. A call that cannot be proven fails with
 * {@link dev.zt.outbound.CallNotMadeException}, one whose answer had to be signed and was not with
 * {@link dev.zt.outbound.UnprovenAnswerException}. Connections that began with a certificate of this process end when it is
 * replaced.
 */
public final class ZtApacheClient {
    private static final String NAME = "zt";

    private ZtApacheClient() {}

    /** A classic client with the defaults of HttpComponents. */
    public static CloseableHttpClient newClient(OutboundAuth auth) {
        return install(HttpClientBuilder.create(), PoolingHttpClientConnectionManagerBuilder.create(), auth)
                .build();
    }

    /** An asynchronous client with the defaults of HttpComponents; it is still to be started. */
    public static CloseableHttpAsyncClient newAsyncClient(OutboundAuth auth) {
        return install(HttpAsyncClientBuilder.create(), PoolingAsyncClientConnectionManagerBuilder.create(), auth)
                .build();
    }

    /**
     * Lets the classic client that is being built prove its calls; to be called last.
     *
     * @param connections how its connections are made; their TLS is replaced where the destinations must prove who they are
     * @return the same builder, whose connection manager and reuse strategy are replaced, and whose cookies are not kept where answers must
     *     be signed. Calls to declared destinations fail if it adds credentials of its own, or gets another manager after this
     */
    public static HttpClientBuilder install(
            HttpClientBuilder builder, PoolingHttpClientConnectionManagerBuilder connections, OutboundAuth auth) {
        tls(auth).ifPresent(connections::setTlsSocketStrategy);
        PoolingHttpClientConnectionManager manager = connections.build();
        auth.onRenewal(manager, pool -> pool.closeIdle(TimeValue.ZERO_MILLISECONDS));
        if (auth.wantsSignedAnswers()) {
            // They are taken before anybody knows whether an answer is signed.
            builder.disableCookieManagement();
        }
        return builder.setConnectionManager(manager)
                .setConnectionReuseStrategy(Renewal.reuse(auth))
                .addExecInterceptorFirst(NAME + "-end", ClassicProving::end)
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), NAME, new ClassicProving(auth))
                .addRequestInterceptorLast(ZtApacheClient::show);
    }

    /**
     * Lets the asynchronous client that is being built prove its calls; to be called last.
     *
     * @param connections how its connections are made; their TLS is replaced where the destinations must prove who they are
     * @return the same builder, whose connection manager and reuse strategy are replaced, and whose cookies are not kept where answers must
     *     be signed. Calls to declared destinations fail if it adds credentials of its own, or gets another manager after this
     */
    public static HttpAsyncClientBuilder install(
            HttpAsyncClientBuilder builder, PoolingAsyncClientConnectionManagerBuilder connections, OutboundAuth auth) {
        tls(auth).ifPresent(connections::setTlsStrategy);
        PoolingAsyncClientConnectionManager manager = connections.build();
        auth.onRenewal(manager, pool -> pool.closeIdle(TimeValue.ZERO_MILLISECONDS));
        if (auth.wantsSignedAnswers()) {
            // They are taken before anybody knows whether an answer is signed.
            builder.disableCookieManagement();
        }
        return builder.setConnectionManager(manager)
                .setConnectionReuseStrategy(Renewal.reuse(auth))
                .addExecInterceptorFirst(NAME + "-end", AsyncProving::end)
                .addExecInterceptorBefore(ChainElement.PROTOCOL.name(), NAME, new AsyncProving(auth))
                .addRequestInterceptorLast(ZtApacheClient::show);
    }

    private static void show(HttpRequest request, @Nullable EntityDetails content, HttpContext context)
            throws HttpException {
        Shown.add(request, HttpClientContext.cast(context));
    }

    // Compared in the handshake, and afterwards where nobody in particular must answer.
    private static Optional<DefaultClientTlsStrategy> tls(OutboundAuth auth) {
        return auth.tls()
                .map((ClientTls tls) -> new DefaultClientTlsStrategy(
                        tls.context(), HostnameVerificationPolicy.BOTH, tls.hostnames(new DefaultHostnameVerifier())));
    }
}
