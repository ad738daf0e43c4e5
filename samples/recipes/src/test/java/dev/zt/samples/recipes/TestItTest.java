package dev.zt.samples.recipes;

import dev.zt.policy.DenyReason;
import dev.zt.servlet.ZeroTrust;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests a service as its callers call it: by tokens and proofs that are verified. */
// recipe: test
@ZtTest(audience = "https://orders.internal")
// end
class TestItTest {
    private final Server server = new Server(0);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start(ZtScene zt) throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new VerifyInJetty.ReadOrder()), "/orders/*");
        // recipe: test
        context.addServletContainerInitializer((all, app) -> ZeroTrust.install(app, zt.guard()));
        // end
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(server.getURI().resolve("/orders/7"));
    }

    @Test
    void serves_theGateway(ZtScene zt) throws Exception {
        // recipe: test
        HttpRequest call = zt.service("gateway").scope("orders:read").prove(request());
        zt.assertThatResponse(http.send(call, BodyHandlers.ofString())).isServed();
        // end
    }

    @Test
    void denies_whoIsNotAdmitted(ZtScene zt) throws Exception {
        HttpRequest call = zt.service("reports").prove(request());
        zt.assertThatResponse(http.send(call, BodyHandlers.ofString())).isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED);
    }
}
