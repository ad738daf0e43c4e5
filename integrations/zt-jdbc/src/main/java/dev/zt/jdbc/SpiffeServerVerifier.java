package dev.zt.jdbc;

import dev.zt.tls.ClientTls;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;

/**
 * Looks once more, after the handshake, at who the database server is: the workload that a {@link PostgresTls} was opened for.
 * A session that none of the open ones has made is refused, so a driver that is given this verifier and another socket
 * factory connects to nobody. pgjdbc makes it by its name in {@link PostgresTls#properties()}.
 */
public final class SpiffeServerVerifier implements HostnameVerifier {
    /** As pgjdbc makes it. */
    public SpiffeServerVerifier() {
        // It has no state.
    }

    @Override
    public boolean verify(String host, SSLSession session) {
        ClientTls tls = PostgresTls.of(session);
        return tls != null && tls.hostnames((name, unknown) -> false).verify(host, session);
    }
}
