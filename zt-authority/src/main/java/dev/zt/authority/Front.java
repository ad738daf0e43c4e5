package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509Svid;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two doors: HTTPS for everybody, and a Unix socket of mode 0600 for operators. Each has threads of its own, so that
 * no crowd at the one keeps anybody from the other. Listens from {@link #open} on.
 */
final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int THREADS = 64;
    private static final int ADMIN_THREADS = 8;
    private static final int CONNECTIONS = 8_192;
    private static final int LEAST_OCTETS_PER_SECOND = 512;
    private static final int IDLE_MILLIS = 30_000;
    private static final int SHUTDOWN_IDLE_MILLIS = 100;
    private static final int STOP_MILLIS = 5_000;
    private static final int HEADER_BYTES = 8 << 10;
    private static final int LONGEST_SOCKET_PATH = 107;

    private final Server everybody = server("zt-authority", THREADS);
    private final Server operators = server("zt-authority-admin", ADMIN_THREADS);
    private final ServerConnector https;
    private final Path socket;
    private final URI url;

    private Front(AuthoritySettings settings, Supplier<Optional<X509Svid>> certificate) throws IOException {
        this.https = https(everybody, certificate);
        https.setHost(settings.host());
        https.setPort(settings.port());
        https.open();
        everybody.addConnector(https);
        everybody.addBean(new NetworkConnectionLimit(CONNECTIONS, https));
        this.url =
                settings.url().orElseGet(() -> URI.create("https://" + settings.host() + ":" + https.getLocalPort()));
        this.socket = socket(settings.directory());
        UnixDomainServerConnector admin = new UnixDomainServerConnector(operators, new HttpConnectionFactory(plain()));
        admin.setUnixDomainPath(socket);
        operators.addConnector(admin);
    }

    private static Server server(String name, int most) {
        QueuedThreadPool threads = new QueuedThreadPool(most);
        threads.setDaemon(true);
        threads.setName(name);
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        return server;
    }

    // The system's limit is 108 octets with the final zero, and what it says of a longer path helps nobody.
    private static Path socket(Path directory) {
        Path socket = directory.resolve("admin.sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw new ConfigurationException(
                    Place.of(directory.toString()),
                    "its path is too long for the admin socket in it; name it by a shorter one, or a relative one");
        }
        return socket;
    }

    static Front open(AuthoritySettings settings, Supplier<Optional<X509Svid>> certificate) {
        try {
            return new Front(settings, certificate);
        } catch (IOException e) {
            throw new ConfigurationException(
                    Place.of(settings.host() + ":" + settings.port()),
                    "cannot be listened on (" + e.getMessage() + "); stop what listens there, or name another port");
        }
    }

    private static ServerConnector https(Server server, Supplier<Optional<X509Svid>> certificate) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TlsContexts.server(certificate));
        tls.setIncludeProtocols("TLSv1.3");
        HttpConfiguration configuration = plain();
        // Instances know the authority by its key or its id, whatever address leads to it; Jetty would compare names.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        ConnectionFactory http = new HttpConnectionFactory(configuration);
        ServerConnector connector = new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), http);
        connector.setIdleTimeout(IDLE_MILLIS);
        // How long a connection on which nothing goes on delays a stop.
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        return connector;
    }

    private static HttpConfiguration plain() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        return configuration;
    }

    /** Lets callers in: which handler answers depends on the door alone, so no path can lead from one to the other. */
    void start(Handler forEverybody, Handler forOperators) throws Exception {
        everybody.setHandler(new GracefulHandler(
                new MinimumDataRateHandler(new WholeBody(forEverybody), LEAST_OCTETS_PER_SECOND, 0)));
        operators.setHandler(new GracefulHandler(new WholeBody(forOperators)));
        // What an authority that was killed left behind; another living one would have the state file.
        Files.deleteIfExists(socket);
        operators.start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        everybody.start();
    }

    int port() {
        return https.getLocalPort();
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        stop(everybody);
        stop(operators);
        try {
            https.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("zt: the admin socket stays behind", e);
        }
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("zt: closing a door of the authority", e);
        }
    }
}
