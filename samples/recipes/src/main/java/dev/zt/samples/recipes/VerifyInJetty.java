package dev.zt.samples.recipes;

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
import org.eclipse.jetty.server.Server;

/** A service on Jetty that answers whom its policy lets in. */
public final class VerifyInJetty {
    private VerifyInJetty() {}

    public static void main(String[] args) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ReadOrder()), "/orders/*");
        context.addServlet(new ServletHolder(new PlaceOrder()), "/orders");
        // recipe: callee
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        Server server = Https.server(me.serverTls(), Https.port(args));
        context.addServletContainerInitializer((all, app) -> ZeroTrust.install(app, Guard.fromEnvironment()));
        // end
        Https.serve(server, context);
    }

    // recipe: callee per endpoint
    @RequiresScope("orders:read")
    // end
    static final class ReadOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("order for " + Caller.of(request).id());
        }
    }

    @RequiresScope("orders:write")
    private static final class PlaceOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("ordered by " + Caller.of(request).id());
        }
    }
}
