package dev.zt.springclient;

import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;

/**
 * Makes what Spring's clients call by, so that their calls are proven: {@code RestClient}, {@code RestTemplate},
 * {@code WebClient}, and HTTP interfaces over any of them. Stateless.
 *
 * <pre>{@code
 * OutboundAuth auth = OutboundAuth.of(me).to("https://orders.internal");
 * RestClient http = RestClient.builder().requestFactory(ZtSpringClient.requestFactory(auth)).build();
 * WebClient web = WebClient.builder().clientConnector(ZtSpringClient.connector(auth)).build();
 * }</pre>
 *
 * <p>Beneath is the client of {@link OutboundAuth#newHttpClient()}: every call to a declared destination is proven anew and
 * repeated once with a fresh proof if the callee asks for one with 401; redirects within an origin are followed, others are
 * the user's; connections end when the certificate that they began with is replaced.
 *
 * <p>The content of each request is held before it is sent, up to 16 MiB, since it is hashed where it is signed, and sent
 * again where a call is repeated. Longer content fails before anything is sent; state a higher limit by {@link #holding}, or
 * send it by a client of its own.
 *
 * <p>Blocking clients fail with {@code ResourceAccessException} and {@code WebClient} with
 * {@code WebClientRequestException}, caused by {@link dev.zt.outbound.CallNotMadeException} if the call could not be proven
 * or must not be made, and by {@link dev.zt.outbound.UnprovenAnswerException} if its answer had to be signed and was not.
 * A signed answer whose body is another one than was signed fails where the body is read.
 */
public final class ZtSpringClient {
    private static final int USUALLY_HELD = 16 << 20;

    private ZtSpringClient() {}

    /**
     * What {@code RestClient} and {@code RestTemplate} call by. Its read timeout and its compression are its user's to set; no
     * timeout by default.
     */
    public static JdkClientHttpRequestFactory requestFactory(OutboundAuth auth) {
        return new JdkClientHttpRequestFactory(holding(auth.newHttpClient(), USUALLY_HELD));
    }

    /** What {@code WebClient} calls by; blocks no thread. Its read timeout is its user's to set; none by default. */
    public static JdkClientHttpConnector connector(OutboundAuth auth) {
        return new JdkClientHttpConnector(holding(auth.newHttpClient(), USUALLY_HELD));
    }

    /**
     * The client of the platform that both are made of, for whoever makes them by himself.
     *
     * @param proving a client that proves its calls, by {@link OutboundAuth#newHttpClient()} or {@link OutboundAuth#wrap};
     *     closing it is its user's business
     * @param contentUpTo how many bytes the content of a request may have
     * @throws IllegalArgumentException if that is negative
     */
    public static HttpClient holding(HttpClient proving, int contentUpTo) {
        if (contentUpTo < 0) {
            throw new IllegalArgumentException("a length is not negative: " + contentUpTo);
        }
        return new HoldingClient(proving, contentUpTo);
    }
}
