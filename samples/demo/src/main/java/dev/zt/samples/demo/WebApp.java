package dev.zt.samples.demo;

import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.http.HttpServlet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An embedded Jetty on a free loopback port: TLS by the instance's own certificate, and guarded by what {@code zt.yaml}
 * says.
 */
final class WebApp {
    private final ServletContextHandler context = new ServletContextHandler();
    private final ServiceIdentity identity;
    private Consumer<List<String>> orders = unused -> {};

    WebApp(ServiceIdentity identity) {
        this.identity = identity;
    }

    /** Takes the words of each line on standard input; the launcher tells so where other services are. */
    WebApp obey(Consumer<List<String>> newOrders) {
        this.orders = newOrders;
        return this;
    }

    WebApp serve(String pattern, HttpServlet servlet) {
        context.addServlet(new ServletHolder(servlet.getClass().getSimpleName() + " " + pattern, servlet), pattern);
        return this;
    }

    /** Serves until standard input ends, and tells the port by one line on standard output. */
    void run() throws Exception {
        Server server = new Server(new QueuedThreadPool(16));
        ServerConnector connector = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls(), "http/1.1"), new HttpConnectionFactory(http()));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        try (Guard guard = Guard.fromEnvironment()) {
            // Behind all servlets that the application registers, so that none stays unguarded.
            context.addServletContainerInitializer((classes, application) -> ZeroTrust.builder(guard)
                    .failStartOn(
                            Coverage.Gap.MAPPING_WITHOUT_ENDPOINT,
                            Coverage.Gap.ENDPOINT_WITHOUT_MAPPING,
                            Coverage.Gap.FILTER_AHEAD)
                    .install(application));
            server.start();
            System.out.println("port " + connector.getLocalPort());
            obeyUntilEndOfInput();
            server.stop();
        }
        identity.close();
    }

    private SslContextFactory.Server tls() {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        // Shows the certificate of the moment, so that nothing here has to know of renewals.
        tls.setSslContext(identity.serverTls());
        tls.setIncludeProtocols("TLSv1.3");
        return tls;
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        // Callers know a service by its id, not by its name, so there is no name to compare.
        http.addCustomizer(new SecureRequestCustomizer(false));
        // Jetty would refuse '/x/..;/orders/7' by itself. Not every container does, so the demo lets it through to the
        // guard; leave both settings out of a real service.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    // The launcher holds the other end of the pipe: when it dies, however it dies, this returns.
    private void obeyUntilEndOfInput() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            orders.accept(List.of(line.split(" ", -1)));
            System.out.println("done");
        }
    }
}
