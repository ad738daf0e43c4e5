package dev.zt.samples.conformance;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The application on Jetty 12.1, Jakarta EE 10. */
public final class JettyTarget implements TargetServer {
    private final Server server = new Server();

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        System.exit(Target.run(args, JettyTarget::new));
    }

    @Override
    public int start(TargetApp app, TargetOptions options) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        // Before the application, so that its guard stands before the filter that upgrades.
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addServletContainerInitializer(app);
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(500, ERROR_PAGE);
        context.setErrorHandler(pages);
        HttpConfiguration http = new HttpConfiguration();
        if (options.lenient()) {
            http.setUriCompliance(UriCompliance.UNSAFE);
            context.getServletHandler().setDecodeAmbiguousURIs(true);
        }
        ServerConnector connector = options.tls() ? secure(http) : plain(http);
        connector.setHost("127.0.0.1");
        connector.setPort(options.port());
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private ServerConnector plain(HttpConfiguration http) {
        return new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    }

    private ServerConnector secure(HttpConfiguration http) throws Exception {
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(SelfSigned.context());
        tls.setWantClientAuth(true);
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol("http/1.1");
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, choice.getProtocol()),
                choice,
                new HTTP2ServerConnectionFactory(http),
                new HttpConnectionFactory(http));
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
