package dev.zt.jdbc;

import dev.zt.own.ServiceIdentity;
import dev.zt.tls.ClientTls;
import dev.zt.tls.PeerMatcher;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one service towards one PostgreSQL server: shows the service's certificate of the moment and accepts nobody but the
 * right workload, whatever the server's host name. pgjdbc makes its socket factories itself, by the name of a class, so what
 * they need is kept under a reference until this is closed. Safe for concurrent use.
 */
public final class PostgresTls implements AutoCloseable {
    // pgjdbc leaves no other way from its properties to an object; see DESIGN.md on static state.
    private static final Map<String, PostgresTls> OPEN = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int REFERENCE_BYTES = 16;

    private final String reference;
    private final ClientTls tls;

    private PostgresTls(String reference, ClientTls tls) {
        this.reference = reference;
        this.tls = tls;
    }

    /**
     * TLS from a workload to a server.
     *
     * @param host and port as the URL of the database has them
     * @param server who must answer there
     */
    public static PostgresTls open(ServiceIdentity identity, String host, int port, PeerMatcher server) {
        byte[] name = new byte[REFERENCE_BYTES];
        RANDOM.nextBytes(name);
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        URI origin = URI.create("https://" + literal + ":" + port);
        PostgresTls made = new PostgresTls(HexFormat.of().formatHex(name), identity.tlsTowards(Map.of(origin, server)));
        OPEN.put(made.reference, made);
        return made;
    }

    /**
     * What pgjdbc needs for it, to be given to its data source or to the pool: certificate and nothing else
     * ({@code requireAuth=none}, so a server that asks for a password is refused), no unencrypted connection at any time,
     * {@code connectTimeout} 5 s and {@code socketTimeout} 30 s. The user is to be added.
     */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslfactory", ZtSslSocketFactory.class.getName());
        properties.setProperty("sslfactoryarg", reference);
        properties.setProperty("sslhostnameverifier", SpiffeServerVerifier.class.getName());
        properties.setProperty("requireAuth", "none");
        properties.setProperty("gssEncMode", "disable");
        // A login can change its own settings; what the connection says comes before them.
        properties.setProperty("options", "-c default_transaction_read_only=off");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** What a reference stands for. */
    static ClientTls tls(String reference) {
        PostgresTls known = OPEN.get(reference);
        if (known == null) {
            throw new IllegalArgumentException(
                    "sslfactoryarg names no open PostgresTls; take all properties from one, and keep it open");
        }
        return known.tls;
    }

    /** By what a session was made; null if by nothing that is open. */
    static @Nullable ClientTls of(SSLSession session) {
        return OPEN.values().stream()
                .map(known -> known.tls)
                .filter(tls -> tls.made(session))
                .findFirst()
                .orElse(null);
    }

    /** From now on no connection is made by it; those that stand go on. */
    @Override
    public void close() {
        OPEN.remove(reference);
    }

    @Override
    public String toString() {
        return "PostgresTls";
    }
}
