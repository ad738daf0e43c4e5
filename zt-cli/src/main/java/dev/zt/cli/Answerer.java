package dev.zt.cli;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerCheck;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.X509SvidVerifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** Finds out which workload of the own trust domain answers at an origin: a handshake, and not a byte more. */
final class Answerer {
    private static final int HTTPS_PORT = 443;
    private static final int PATIENCE_MILLIS = 10_000;

    private Answerer() {}

    static WorkloadId at(URI origin, ServiceIdentity me) throws IOException {
        PeerMatcher anybody = PeerMatcher.anyOfTrustDomain(me.id().trustDomain());
        int port = origin.getPort() < 0 ? HTTPS_PORT : origin.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(origin.getHost(), port), PATIENCE_MILLIS);
            SSLSocket socket = (SSLSocket) me.clientTls(Map.of(origin, anybody))
                    .getSocketFactory()
                    .createSocket(plain, origin.getHost(), port, true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : socket.getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            PeerCheck check = new X509SvidVerifier(
                            me.bundles(), SignatureProvider.bouncyCastle(), InstantSource.system())
                    .verify(chain);
            if (check instanceof PeerCheck.Verified verified) {
                return verified.id();
            }
            throw new CommandFailed(
                    origin + " is answered by nobody of " + me.id().trustDomain());
        }
    }
}
