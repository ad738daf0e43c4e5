package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;

/** Jetty adds its WebSocket filter when the first WebSocket is mapped, before all filters there are. */
class WebSocketTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {orders: "GET /orders/{id}"}
            allow: [{id: A1, caller: gateway, to: orders}]
            """;

    /** A WebSocket that nobody may open. */
    public static final class Socket implements Session.Listener.AutoDemanding {}

    private static final class MapsLate extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            JettyWebSocketServerContainer.getContainer(getServletContext())
                    .addMapping("/ws", (request, response) -> new Socket());
        }
    }

    @Test
    void refuses_upgradeToAWebSocketThatIsMappedAfterTheGuard() throws Exception {
        App app = App.of(POLICY).servlet("late", new MapsLate(), "/orders/*");
        app.context.getServletHandler().getServlet("late").setInitOrder(1);
        JettyWebSocketServletContainerInitializer.configure(app.context, null);
        try (App started = app.start()) {
            String upgrade = """
                    GET /ws HTTP/1.1
                    Host: orders.internal
                    Connection: Upgrade, close
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    """;
            Wire.Reply reply = Wire.send(started.port(), upgrade.replace("\n", "\r\n"));

            List<String> filters = new ArrayList<>();
            for (FilterMapping mapping : app.context.getServletHandler().getFilterMappings()) {
                filters.add(mapping.getFilterName());
            }
            assertThat(reply.status()).isEqualTo(401);
            assertThat(started.events()).hasSize(1);
            assertThat(filters).as(Arrays.toString(filters.toArray())).first().isEqualTo("zt");
        }
    }

    @Test
    void refuses_toStart_whereWebSocketIsConfiguredAfterTheGuard() {
        App app = App.of(POLICY).servlet("late", new MapsLate(), "/orders/*");

        assertThatThrownBy(() -> app.startWithWebSocketBehind()).hasMessageContaining("WebSocket was configured after");
    }
}
