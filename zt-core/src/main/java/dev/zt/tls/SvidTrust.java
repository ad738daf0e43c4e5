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
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Knows the servers that a process calls by their SPIFFE IDs: at each declared origin only a certificate of the right
 * workload will do, whatever its host name; everywhere else the platform's certificate authorities and the host name
 * decide. Safe for concurrent use.
 */
public final class SvidTrust extends ServerTrust {
    private static final int HTTPS_PORT = 443;

    private final Map<String, PeerMatcher> peers = new HashMap<>();
    private final X509SvidVerifier verifier;
    private final X509ExtendedTrustManager platform = platform();

    /**
     * Trust in declared servers.
     *
     * @param peers who must answer at each HTTPS origin
     */
    public SvidTrust(
            Map<URI, PeerMatcher> peers, BundleSource bundles, SignatureProvider signatures, InstantSource clock) {
        peers.forEach((origin, matcher) ->
                this.peers.put(place(origin.getHost(), origin.getPort() < 0 ? HTTPS_PORT : origin.getPort()), matcher));
        this.verifier = new X509SvidVerifier(bundles, signatures, clock);
    }

    // The platform writes an IPv6 address without the brackets that it has in a URL.
    private static String place(String host, int port) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT) + " " + port;
    }

    /** Whether somebody in particular must answer at this host and port. */
    boolean isDeclared(@Nullable String host, int port) {
        return host != null && peers.containsKey(place(host, port));
    }

    @Override
    void check(X509Certificate[] chain, String authType, @Nullable String host, int port, SSLEngine engine)
            throws CertificateException {
        PeerMatcher matcher = host == null ? null : peers.get(place(host, port));
        if (matcher != null) {
            require(matcher, chain);
        } else {
            requireHostNameCheck(engine.getSSLParameters());
            platform.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    void checkSocket(X509Certificate[] chain, String authType, SSLSocket socket) throws CertificateException {
        String host = socket.getHandshakeSession().getPeerHost();
        PeerMatcher matcher = host == null ? null : peers.get(place(host, socket.getPort()));
        if (matcher != null) {
            require(matcher, chain);
        } else {
            requireHostNameCheck(socket.getSSLParameters());
            platform.checkServerTrusted(chain, authType, socket);
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
