package dev.zt.jaxrs.resteasy;

import dev.zt.jaxrs.call.ProvenCall;
import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.client.jaxrs.ClientHttpEngine;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;

/**
 * Makes what RESTEasy's clients call by, so that their calls are proven. Stateless; what it makes is safe for concurrent use.
 *
 * <pre>{@code
 * OutboundAuth auth = OutboundAuth.of(me).to("https://orders.internal");
 * Client http = ClientBuilder.newBuilder().build(); // instead of this:
 * Client http = ZtResteasy.proving((ResteasyClientBuilder) ClientBuilder.newBuilder(), auth).build();
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, behind all filters and interceptors, and repeated once with a fresh
 * proof if the callee asks for one with 401. Its thread waits for the answer; {@code async()} and {@code rx()} take threads of
 * the client's executor for that, which may be virtual ones. Giving up an answer that they wait for ends no call: state a read
 * timeout.
 *
 * <p>Redirects are followed within one origin only, with a proof of their own, and only where the builder says so. A read
 * timeout holds for the head of an answer, and again for each part of its content, be it held until it was compared. Of proxies, pools, cookies, key and trust
 * stores of the builder nothing counts.
 *
 * <p>Content up to 16 MiB is held before it is sent, since it is hashed where it is signed, and sent again where a call is
 * repeated. Longer content is sent as it is written, or fails before anything is sent where it had to be signed.
 *
 * <p>Calls fail with {@code ProcessingException}, caused by {@link dev.zt.outbound.CallNotMadeException} if they could not be
 * proven or must not be made, and by {@link dev.zt.outbound.UnprovenAnswerException} if an answer had to be signed and was not.
 * A signed answer whose content is another than was signed fails where the entity is read.
 *
 * <p>Closing a client ends nothing that is under way; connections end when nobody uses them any more, or when the certificate
 * that they began with is replaced.
 */
public final class ZtResteasy {
    private ZtResteasy() {}

    /**
     * Gives a builder an engine that proves its calls, with the timeouts, the context of TLS and the word on redirects that it
     * has so far.
     *
     * @return the builder
     * @throws IllegalArgumentException if it has a context of TLS and a destination must prove who it is, or if it has a
     *     verifier of names
     */
    public static ResteasyClientBuilder proving(ResteasyClientBuilder builder, OutboundAuth auth) {
        if (builder.getHostnameVerifier() != null) {
            throw new IllegalArgumentException(
                    "the platform's client verifies names by itself: build this one without" + " hostnameVerifier");
        }
        HttpClient.Builder platform = auth.newClientBuilder();
        Duration connectTimeout = limit(builder.getConnectionTimeout(TimeUnit.MILLISECONDS));
        if (!connectTimeout.isZero()) {
            platform.connectTimeout(connectTimeout);
        }
        // Refused where a destination must prove who it is, since another context does not ask it.
        if (builder.getSSLContext() != null) {
            platform.sslContext(builder.getSSLContext());
        }
        HttpClient following = auth.newHttpClient(platform);
        HttpClient proving = builder.isFollowRedirects() ? following : OutboundAuth.leavingRedirects(following);
        return builder.httpEngine(
                new ProvingEngine(ProvenCall.by(proving), limit(builder.getReadTimeout(TimeUnit.MILLISECONDS))));
    }

    // What is not stated is -1.
    private static Duration limit(long millis) {
        return Duration.ofMillis(Math.max(0, millis));
    }

    /**
     * An engine over a client of the platform.
     *
     * @param proving a client that proves its calls, by {@link OutboundAuth#newHttpClient()} or {@link OutboundAuth#wrap};
     *     closing it is its user's business
     * @param contentUpTo how many bytes of content are held before they are sent
     * @param readTimeout how long to wait for an answer; zero is no limit
     * @throws IllegalArgumentException if one of them is negative
     */
    public static ClientHttpEngine engine(HttpClient proving, int contentUpTo, Duration readTimeout) {
        return new ProvingEngine(new ProvenCall(proving, contentUpTo), readTimeout);
    }
}
