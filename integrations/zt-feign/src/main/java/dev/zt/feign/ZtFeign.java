package dev.zt.feign;

import dev.zt.outbound.OutboundAuth;
import feign.Client;
import java.net.http.HttpClient;

/**
 * Makes what Feign calls by, so that its calls are proven. Stateless; what it makes is safe for concurrent use.
 *
 * <pre>{@code
 * Orders orders = Feign.builder()
 *         .client(ZtFeign.client(OutboundAuth.of(me).to("https://orders.internal")))
 *         .target(Orders.class, "https://orders.internal");
 * }</pre>
 *
 * <p>Every call to a declared destination is proven anew, and repeated once with a fresh proof if the callee asks for one with
 * 401. A call that could not be proven or must not be made, and one whose answer had to be signed and was not, fails with a
 * {@code FeignException} that Feign's {@code Retryer} does not repeat; it is caused by
 * {@link dev.zt.own.IdentityUnavailableException}, by an {@code IllegalArgumentException} or {@code IllegalStateException}
 * that says what to change, or by {@link dev.zt.outbound.UnprovenAnswerException}. A signed answer whose body is another one
 * than was signed fails where the body is decoded.
 *
 * <p>Of Feign's {@code Options} the read timeout counts, until the head of an answer is there and then for each part of its
 * content; 0 is none. The connect timeout belongs to the client of the platform, see {@link #client(HttpClient)}. Redirects
 * within an origin are followed with a proof of their own unless the options say that none is; others never. No content
 * coding is asked for or taken off.
 */
public final class ZtFeign {
    private ZtFeign() {}

    /** A client that proves its calls; its connections end when the certificate that they began with is replaced. */
    public static Client client(OutboundAuth auth) {
        return client(auth.newHttpClient());
    }

    /**
     * A client over one of the platform.
     *
     * @param proving a client that proves its calls, by {@link OutboundAuth#wrap}, such as one with a connect timeout; closing
     *     it is its user's business
     * @throws IllegalArgumentException if it is another one, whose calls would prove nothing
     */
    public static Client client(HttpClient proving) {
        return new ProvingClient(proving);
    }
}
