package dev.zt.jaxrs.jersey;

import dev.zt.jaxrs.call.ProvenCall;
import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/**
 * Makes what Jersey's clients call by, so that their calls are proven. What it makes is safe for concurrent use.
 *
 * <pre>{@code
 * OutboundAuth auth = OutboundAuth.of(me).to("https://orders.internal");
 * Client http = ClientBuilder.newClient(new ClientConfig().connectorProvider(ZtJersey.connector(auth)));
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, behind all filters and interceptors, and repeated once with a fresh
 * proof if the callee asks for one with 401. Its thread waits for the answer; {@code async()} and {@code rx()} take threads of
 * the client's executor for that, which may be virtual ones. Giving up an answer that they wait for makes no call that has not
 * begun, and ends none that has: state a read timeout.
 *
 * <p>Of the client's properties these count: {@code CONNECT_TIMEOUT} as the client or a target states it, each value with
 * connections of its own; {@code FOLLOW_REDIRECTS} of each request; and {@code READ_TIMEOUT} of each request: for the head of
 * an answer, and again for each part of its content, be it held until it was compared.
 * Redirects are followed within one origin only, with a proof of their own. Where a destination must prove who it is, the
 * client must have no {@code sslContext} of its own; a {@code hostnameVerifier} it must never have.
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
public final class ZtJersey {
    private ZtJersey() {}

    /** What clients of Jersey call by; one may be given to several. */
    public static ConnectorProvider connector(OutboundAuth auth) {
        return new ProvingConnectors(auth);
    }

    /**
     * The same over a client of the platform, whose connect timeout, TLS and redirects count instead of Jersey's.
     *
     * @param proving a client that proves its calls, by {@link OutboundAuth#newHttpClient()} or {@link OutboundAuth#wrap};
     *     closing it is its user's business
     * @param contentUpTo how many bytes of content are held before they are sent
     * @throws IllegalArgumentException if that is negative
     */
    public static ConnectorProvider connector(HttpClient proving, int contentUpTo) {
        ProvenCall call = new ProvenCall(proving, contentUpTo);
        return (client, configuration) -> new ProvingConnector(call, call);
    }
}
