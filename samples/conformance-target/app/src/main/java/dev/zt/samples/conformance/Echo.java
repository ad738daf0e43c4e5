package dev.zt.samples.conformance;

import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A WebSocket at {@code /socket} that sends back what it is told. The built-in policy does not list it. */
public final class Echo extends Endpoint {
    static final String PATH = "/socket";
    // Jakarta WebSocket 2.1 §6.4.
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

    static void register(ServletContext context) {
        if (!(context.getAttribute(CONTAINER) instanceof ServerContainer container)) {
            throw new IllegalStateException("this container was set up without WebSocket");
        }
        try {
            container.addEndpoint(
                    ServerEndpointConfig.Builder.create(Echo.class, PATH).build());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, text -> send(session, text));
    }

    private static void send(Session session, String text) {
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
