package dev.zt.tls;

import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Knows the servers that a process calls by their SPIFFE IDs: at each declared origin only a certificate of the right
 * workload will do, whatever its host name; at other hosts the platform's certificate authorities and the host name decide.
 * At another port of a declared host nobody is believed, because the port may be that of a proxy in between: a socket that
 * is layered over a tunnel does not know which port was called. Safe for concurrent use.
 */
public final class SvidTrust extends ServerTrust {
    private static final int HTTPS_PORT = 443;

    private final Map<String, PeerMatcher> peers = new HashMap<>();
    private final Set<String> hosts = new HashSet<>();
    private final X509SvidVerifier verifier;
    private final X509ExtendedTrustManager platform = platform();

    /**
     * Trust in declared servers.
     *
     * @param peers who must answer at each HTTPS origin
     */
    public SvidTrust(
            Map<URI, PeerMatcher> peers, BundleSource bundles, SignatureProvider signatures, InstantSource clock) {
        peers.forEach((origin, matcher) -> {
            this.peers.put(place(origin.getHost(), origin.getPort() < 0 ? HTTPS_PORT : origin.getPort()), matcher);
            hosts.add(bare(origin.getHost()));
        });
        this.verifier = new X509SvidVerifier(bundles, signatures, clock);
    }

    private static String place(String host, int port) {
        return bare(host) + " " + port;
    }

    // The platform writes an IPv6 address without the brackets that it has in a URL. A dot at the end is the same host.
    private static String bare(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    /** Whether somebody in particular must answer at this host and port. */
    boolean isDeclared(@Nullable String host, int port) {
        return host != null && peers.containsKey(place(host, port));
    }

    /** Whether somebody in particular must answer at this host, at whatever port. */
    boolean isDeclared(String host) {
        return hosts.contains(bare(host));
    }

    /** Whether a finished handshake was one with whoever must answer at this host and the port of the session. */
    boolean recognises(String host, SSLSession session) {
        PeerMatcher matcher = peers.get(place(host, session.getPeerPort()));
        try {
            if (matcher == null || !(session.getPeerCertificates() instanceof X509Certificate[] chain)) {
                return false;
            }
            require(matcher, chain);
            return true;
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return false;
        }
    }

    @Override
    void check(X509Certificate[] chain, String authType, @Nullable String host, int port, SSLEngine engine)
            throws CertificateException {
        PeerMatcher matcher = host == null ? null : peers.get(place(host, port));
        if (matcher != null) {
            require(matcher, chain);
        } else {
            requireUndeclared(host, engine.getHandshakeSession());
            requireHostNameCheck(engine.getSSLParameters());
            platform.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    void checkSocket(X509Certificate[] chain, String authType, SSLSocket socket) throws CertificateException {
        SSLSession handshake = socket.getHandshakeSession();
        String host = handshake.getPeerHost();
        PeerMatcher matcher = host == null ? null : peers.get(place(host, socket.getPort()));
        if (matcher != null) {
            require(matcher, chain);
        } else {
            requireUndeclared(host, handshake);
            requireHostNameCheck(socket.getSSLParameters());
            platform.checkServerTrusted(chain, authType, socket);
        }
    }

    // Also by the name that is sent to the server, which the platform would compare instead of the host.
    private void requireUndeclared(@Nullable String host, @Nullable SSLSession handshake) throws CertificateException {
        List<SNIServerName> sent =
                handshake instanceof ExtendedSSLSession session ? session.getRequestedServerNames() : List.of();
        boolean declared = host != null && hosts.contains(bare(host));
        for (SNIServerName name : sent) {
            declared |= name instanceof SNIHostName asked && hosts.contains(bare(asked.getAsciiName()));
        }
        if (declared) {
            throw new CertificateException("the host is declared, but not at the port of this connection: a proxy's"
                    + " tunnel, or a port to be declared as well");
        }
    }

    private void require(PeerMatcher matcher, X509Certificate @Nullable [] chain) throws CertificateException {
        PeerCheck check = verifier.verify(chain);
        if (check instanceof PeerCheck.Unavailable) {
            throw new CertificateException("the server cannot be recognised now: its trust domain's keys are too old");
        }
        if (check instanceof PeerCheck.Rejected rejected) {
            throw new CertificateException("the server's certificate proves nobody: "
                    + rejected.fault().id());
        }
        if (check instanceof PeerCheck.Verified verified && !matcher.accepts(verified.id())) {
            throw new CertificateException("the server is " + verified.id() + ", which is not the one called: "
                    + PeerFault.WRONG_WORKLOAD.id());
        }
    }

    // Without it any certificate for any host would do.
    private static void requireHostNameCheck(SSLParameters parameters) throws CertificateException {
        if (!"HTTPS".equalsIgnoreCase(parameters.getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("an undeclared server, and nobody compares its host name");
        }
    }

    private static X509ExtendedTrustManager platform() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has no trust manager", e);
        }
        throw new IllegalStateException("the platform has no trust manager for X.509");
    }
}
