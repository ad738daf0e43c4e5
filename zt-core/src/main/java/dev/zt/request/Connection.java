package dev.zt.request;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;

/** The connection that a request came on, as the transport of a server has it and not as the request says. Immutable. */
public final class Connection {
    private final boolean secure;
    private final String peer;
    private final String local;
    private final Supplier<List<X509Certificate>> shown;

    private Connection(boolean secure, String peer, String local, Supplier<List<X509Certificate>> shown) {
        this.secure = secure;
        this.peer = peer;
        this.local = local;
        this.shown = shown;
    }

    /**
     * One over TLS that ends in this process.
     *
     * @param peer the address at its other end, as text; anything else if it has none
     * @param shown the certificate whose key the peer proved to hold in the handshake, then what it sent along; none if it
     *     showed none
     */
    public static Connection overTls(String peer, Supplier<List<X509Certificate>> shown) {
        return new Connection(true, peer, "", shown);
    }

    /**
     * One in plain text.
     *
     * @param peer the address at its other end, as text; anything else if it has none
     * @param local the address at this end
     */
    public static Connection inPlainText(String peer, String local) {
        return new Connection(false, peer, local, List::of);
    }

    boolean isSecure() {
        return secure;
    }

    String peer() {
        return peer;
    }

    boolean isWithinThisMachine() {
        return Loopback.isLiteral(peer) && Loopback.isLiteral(local);
    }

    List<X509Certificate> shown() {
        return shown.get();
    }

    @Override
    public String toString() {
        return "Connection[" + (secure ? "TLS" : "plain") + " from " + peer + "]";
    }
}
