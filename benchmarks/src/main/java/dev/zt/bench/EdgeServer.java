package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.servlet.ZeroTrust;
import dev.zt.verify.InMemoryReplayStore;
import jakarta.servlet.DispatcherType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Jetty as it comes, on a free loopback port, with the servlet behind one edge. As a program it is told the edge by its
 * argument and the authority's keys by the first line of its input, prints its port, and ends with its input.
 */
final class EdgeServer implements AutoCloseable {
    /** The standard memory is for 4,300 proofs a second, and here they come faster and live longer. */
    private static final int REPLAY_CAPACITY = 1 << 21;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private EdgeServer(Edge edge, String keys) {
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder hello = new ServletHolder(HelloServlet.NAME, new HelloServlet());
        context.addServlet(hello, Rules.PUBLIC_PATH);
        context.addServlet(hello, HelloServlet.BELOW + "/*");
        switch (edge) {
            case BARE -> {}
            case OPEN, PROVEN_BY_CORRETTO, PROVEN_BY_BOUNCY_CASTLE -> {
                Guard guard = guard(keys, edge.signatures());
                context.addServletContainerInitializer((classes, started) -> ZeroTrust.install(started, guard));
            }
            case CHECK -> {
                FilterHolder check =
                        new FilterHolder(new BareCheck(edge.signatures().engine()));
                context.addFilter(check, "/*", EnumSet.allOf(DispatcherType.class));
            }
            case SPRING -> SpringEdge.install(context, keys);
        }
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
    }

    private static Guard guard(String keys, SignatureProvider signatures) {
        TrustBundle bundle = TrustBundle.read(
                TrustDomain.of(Rules.TRUST_DOMAIN), "bundle", keys.getBytes(StandardCharsets.UTF_8), signatures);
        return Fleet.guard(bundle, signatures, Fleet.rules().policy())
                .replayStore(new InMemoryReplayStore(REPLAY_CAPACITY, InstantSource.system()))
                .build();
    }

    static EdgeServer start(Edge edge, String keys) {
        EdgeServer started = new EdgeServer(edge, keys);
        try {
            started.server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
        return started;
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        EdgeServer server = start(Edge.valueOf(args[0]), in.readLine());
        System.out.println(server.port());
        while (in.readLine() != null) {
            // Nothing more is said; whoever started it is still there.
        }
        server.close();
        System.exit(0);
    }
}
