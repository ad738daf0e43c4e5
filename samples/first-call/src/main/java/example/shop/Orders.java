package example.shop;

import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A service with one endpoint that callers may read and one that nobody was granted. */
public final class Orders {
    private Orders() {}

    public static void main(String[] args) throws Exception {
        Guard guard = Guard.fromEnvironment();
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ReadOrder()), "/orders/*");
        context.addServlet(new ServletHolder(new PlaceOrder()), "/orders");
        context.addServletContainerInitializer((classes, application) -> ZeroTrust.install(application, guard));

        Server server = new Server();
        server.addConnector(https(server, me, Integer.parseInt(args[0])));
        server.setHandler(context);
        server.start();
        System.out.println(me.id() + " listens on port " + args[0]);
        server.join();
    }

    private static ServerConnector https(Server server, ServiceIdentity me, int port) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(me.serverTls());
        HttpConfiguration http = new HttpConfiguration();
        // Callers know this service by its SPIFFE ID, so there is no host name to compare.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        return connector;
    }

    @RequiresScope("orders:read")
    private static final class ReadOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().println("order for " + Caller.of(request).id());
        }
    }

    @RequiresScope("orders:write")
    private static final class PlaceOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().println("ordered by " + Caller.of(request).id());
        }
    }
}
