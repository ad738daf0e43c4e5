package dev.zt.jdbc.example;

import dev.zt.config.Settings;
import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.ZeroTrust;
import java.net.URI;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The service of orders: an embedded Jetty on a free loopback port, whose callers are verified before any servlet, and whose
 * database knows them too. It starts without its database, and answers 503 until that is there and as it must be.
 */
final class OrdersService implements AutoCloseable {
    /** What callers address. */
    static final String AUDIENCE = "https://orders.shop.example";

    private final Server server;
    private final Guard guard;

    private OrdersService(Server server, Guard guard) {
        this.server = server;
        this.guard = guard;
    }

    /**
     * Starts it. Guard, identity and database are the caller's to close, after the service.
     *
     * @param settings of the service, with its policy
     * @param operator hears what the database says and callers do not
     */
    static OrdersService start(
            Settings settings, ServiceIdentity identity, ShopDatabase database, Consumer<SQLException> operator)
            throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        OrdersServlets.of(database, new Readiness(database::findings), operator)
                .forEach((pattern, servlet) -> context.addServlet(new ServletHolder(pattern, servlet), pattern));
        Server server = new Server(new QueuedThreadPool(16));
        server.addConnector(connector(server, identity));
        server.setHandler(context);
        Guard guard = Guard.from(settings);
        try {
            context.addServletContainerInitializer((classes, application) -> ZeroTrust.builder(guard)
                    .failStartOn(Coverage.Gap.MAPPING_WITHOUT_ENDPOINT, Coverage.Gap.ENDPOINT_WITHOUT_MAPPING)
                    .install(application));
            server.start();
            return new OrdersService(server, guard);
        } catch (Exception e) {
            guard.close();
            throw e;
        }
    }

    private static ServerConnector connector(Server server, ServiceIdentity identity) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        // Shows the certificate of the moment, so that nothing here has to know of renewals.
        tls.setSslContext(identity.serverTls());
        HttpConfiguration http = new HttpConfiguration();
        // Callers know a service by its id, not by its name, so there is no name to compare.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        return connector;
    }

    /** Where it is. */
    URI origin() {
        return URI.create("https://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    }

    /** What lets calls in. */
    Guard guard() {
        return guard;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the service did not stop", e);
        } finally {
            guard.close();
        }
    }
}
