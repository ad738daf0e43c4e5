package dev.zt.request;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One inbound request. Immutable; carries credentials, so {@link #toString()} shows the channel only.
 */
public final class Call {
    private final String method;
    private final String rawPath;
    private final @Nullable String query;
    private final Optional<Target> target;
    private final Headers headers;
    private final Channel channel;
    private final Supplier<List<X509Certificate>> clientCertificates;

    private Call(
            String method,
            String rawPath,
            @Nullable String query,
            Optional<Target> target,
            Headers headers,
            Channel channel,
            Supplier<List<X509Certificate>> clientCertificates) {
        this.method = method;
        this.rawPath = rawPath;
        this.query = query;
        this.target = target;
        this.headers = headers;
        this.channel = channel;
        this.clientCertificates = clientCertificates;
    }

    /**
     * A call as a framework hands it over.
     *
     * @param method the request method as sent; methods are case-sensitive (RFC 9110 §9.1)
     * @param rawPath the path of the request target as sent, without query
     */
    public static Call of(String method, String rawPath, Headers headers, Channel channel) {
        return of(method, rawPath, Target.parse(rawPath), headers, channel);
    }

    /**
     * A call whose target the framework read.
     *
     * @param target the target below the application; empty if the path can be read in more than one way
     */
    public static Call of(String method, String rawPath, Optional<Target> target, Headers headers, Channel channel) {
        return new Call(method, rawPath, null, target, headers, channel, List::of);
    }

    /**
     * The same call with a query, which only a signature over the whole request looks at.
     *
     * @param rawQuery the query as sent, without its question mark
     */
    public Call withQuery(String rawQuery) {
        return new Call(method, rawPath, rawQuery, target, headers, channel, clientCertificates);
    }

    /** The same exchange led to another target, as a forward does; without query, which the caller did not send there. */
    public Call redirectedTo(String newMethod, Optional<Target> newTarget) {
        String path = newTarget.map(Target::raw).orElse("");
        return new Call(newMethod, path, null, newTarget, headers, channel, clientCertificates);
    }

    /**
     * The same call, made over a connection whose client proved in the TLS handshake that it holds a certificate's key.
     *
     * @param certificates the client's own certificate first, then what it sent along, as the TLS layer of this process
     *     has them, or of a hop whose {@link Channel#FORWARDED_TLS} is believed, and of nobody else; asked for a few times
     *     at most; empty if the client showed none. It may throw {@link UnreadableCertificateException}: the call is refused
     */
    public Call withClientCertificates(Supplier<List<X509Certificate>> certificates) {
        return new Call(method, rawPath, query, target, headers, channel, certificates);
    }

    /** The path as sent, for the audit and for signatures over it: it may hold anything. */
    public String rawPath() {
        return rawPath;
    }

    /** The query as sent, without its question mark; empty if there is none. */
    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /** The request method. */
    public String method() {
        return method;
    }

    /** The canonical target; empty if the request's target can be read in more than one way. */
    public Optional<Target> target() {
        return target;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** How the request reached this process. */
    public Channel channel() {
        return channel;
    }

    /**
     * The certificate whose key the client proved to hold in the TLS handshake, then what it sent along; empty if there is
     * none.
     *
     * @throws UnreadableCertificateException if a hop names one that cannot be read
     */
    public List<X509Certificate> clientCertificates() {
        boolean secure = channel == Channel.TLS || channel == Channel.FORWARDED_TLS;
        return secure ? clientCertificates.get() : List.of();
    }

    @Override
    public String toString() {
        return "Call[" + channel + "]";
    }
}
