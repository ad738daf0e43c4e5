package dev.zt.samples.recipes;

import java.io.OutputStream;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with one HTTPS connector, as any service of Jetty's sets it up. */
final class Https {
    private Https() {}

    /** A server that speaks TLS by a context, on 127.0.0.1. */
    static Server server(SSLContext context, int port) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        HttpConfiguration http = new HttpConfiguration();
        // Callers know this service by its SPIFFE ID, so there is no host name to compare.
        http.addCustomizer(new SecureRequestCustomizer(false));
        Server server = new Server(new QueuedThreadPool(16));
        ServerConnector connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        return server;
    }

    /** The first argument; without one, any free port. */
    static int port(String[] args) {
        return args.length == 0 ? 0 : Integer.parseInt(args[0]);
    }

    /** Serves until standard input ends, so that no recipe outlives whoever started it. */
    static void serve(Server server, Handler handler) throws Exception {
        server.setHandler(handler);
        server.start();
        System.out.println("listening on " + server.getURI().getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        server.stop();
    }
}
