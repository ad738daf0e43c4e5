package dev.zt.request;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The hops that end TLS before this process, and what is believed of them: that a request came over TLS, and which
 * certificate its client showed. Whoever makes a {@link Call} of a request of any framework asks here. Immutable.
 */
public final class Hops {
    private static final Hops NONE = new Hops(AddressRanges.none(), ForwardedCertificates.IGNORE);
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final AddressRanges addresses;
    private final ForwardedCertificates certificates;

    private Hops(AddressRanges addresses, ForwardedCertificates certificates) {
        this.addresses = addresses;
        this.certificates = certificates;
    }

    /** No hop, so that nobody is believed. */
    public static Hops none() {
        return NONE;
    }

    /**
     * Hops by their addresses.
     *
     * @param certificates how they say which certificate a client showed them; each must remove the field from what clients
     *     send
     */
    public static Hops of(AddressRanges addresses, ForwardedCertificates certificates) {
        return new Hops(addresses, certificates);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    /**
     * How a request reached this process. In plain text a hop is believed if its one {@code X-Forwarded-Proto} is
     * {@code https}, and is a hop also where it is on this machine.
     */
    public Channel channel(Connection connection, Headers headers) {
        if (connection.isSecure()) {
            return Channel.TLS;
        }
        if (isHop(connection)) {
            return headers.values(FORWARDED_PROTO).equals(List.of("https")) ? Channel.FORWARDED_TLS : Channel.PLAIN;
        }
        return connection.isWithinThisMachine() ? Channel.LOOPBACK : Channel.PLAIN;
    }

    /**
     * The certificate whose key the client proved to hold, then what it sent along; empty if there is none. Where a hop says
     * it, the certificate of the connection, if there is one, is the hop's own, also if that goes on in TLS.
     *
     * @throws UnreadableCertificateException if a hop names one that cannot be read
     */
    public List<X509Certificate> certificates(Connection connection, Headers headers) {
        return switch (channel(connection, headers)) {
            case TLS ->
                certificates != ForwardedCertificates.IGNORE && isHop(connection)
                        ? certificates.read(headers)
                        : connection.shown();
            case FORWARDED_TLS -> certificates.read(headers);
            case LOOPBACK, PLAIN -> List.of();
        };
    }

    // An address of one link says on which of them (RFC 4007 §11), which the ranges do not.
    private boolean isHop(Connection connection) {
        String peer = connection.peer();
        int zone = peer.indexOf('%');
        return addresses.contains(zone < 0 ? peer : peer.substring(0, zone));
    }

    @Override
    public String toString() {
        return addresses.toString();
    }
}
