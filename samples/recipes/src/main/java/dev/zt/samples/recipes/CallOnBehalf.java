package dev.zt.samples.recipes;

import dev.zt.guard.Guard;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.SecurityToken;
import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.RequiresScope;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** A gateway that exchanges the token of whoever calls it for one to the service behind it (RFC 8693), and calls that. */
public final class CallOnBehalf {
    private CallOnBehalf() {}

    public static void main(String[] args) throws Exception {
        String orders = args[0];
        // recipe: on behalf
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        Destination exchanged = Destination.of(orders)
                .answeredBy(WorkloadId.of("spiffe://shop.example/orders"))
                .exchangedToken(Scopes.of("orders:read"));
        OutboundAuth auth = OutboundAuth.of(me).to(exchanged);
        // end
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Summary(auth, orders)), "/summary/*");
        context.addServletContainerInitializer((all, app) -> ZeroTrust.install(app, Guard.fromEnvironment()));
        Https.serve(Https.server(me.serverTls(), 0), context);
    }

    @RequiresScope("summary:read")
    private static final class Summary extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient OutboundAuth auth;
        private final transient HttpClient connections;
        private final String orders;

        Summary(OutboundAuth auth, String orders) {
            this.auth = auth;
            this.connections = auth.newClientBuilder().build();
            this.orders = orders;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            URI order = URI.create(orders + "/orders" + request.getPathInfo());
            // recipe: on behalf per call
            String token = request.getHeader("Authorization").substring("DPoP ".length());
            HttpClient http = auth.onBehalfOf(SecurityToken.accessToken(token)).wrap(connections);
            // end
            try {
                HttpResponse<String> answer =
                        http.send(HttpRequest.newBuilder(order).build(), HttpResponse.BodyHandlers.ofString());
                response.setStatus(answer.statusCode());
                response.getWriter().print("summary of " + answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServletException(e);
            }
        }
    }
}
