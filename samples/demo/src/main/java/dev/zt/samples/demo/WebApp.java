package dev.zt.samples.demo;

import dev.zt.guard.Guard;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An embedded Jetty on a free loopback port, guarded by what {@code zt.yaml} says. */
final class WebApp {
    private final ServletContextHandler context = new ServletContextHandler();

    WebApp serve(String pattern, HttpServlet servlet) {
        context.addServlet(new ServletHolder(servlet), pattern);
        return this;
    }

    /** Serves until standard input ends, and tells the port by one line on standard output. */
    void run() throws Exception {
        Server server = new Server(new QueuedThreadPool(16));
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(anyPath()));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        try (Guard guard = Guard.fromEnvironment()) {
            // Behind all servlets that the application registers, so that none stays unguarded.
            context.addServletContainerInitializer((classes, application) -> ZeroTrust.install(application, guard));
            server.start();
            System.out.println("port " + connector.getLocalPort());
            awaitEndOfInput();
            server.stop();
        }
    }

    // Jetty would refuse '/x/..;/orders/7' by itself. Not every container does, so the demo lets it through to the
    // guard; leave both settings out of a real service.
    private HttpConfiguration anyPath() {
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    // The launcher holds the other end of the pipe: when it dies, however it dies, this returns.
    private static void awaitEndOfInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
