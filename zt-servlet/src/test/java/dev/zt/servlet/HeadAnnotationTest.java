package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

class HeadAnnotationTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
            """;

    private static final class OwnHead extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @RequiresScope("orders:read")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        @RequiresScope("orders:admin")
        protected void doHead(HttpServletRequest request, HttpServletResponse response) {}
    }

    @Test
    void stops_theStartWhereGetCoversAHeadThatDemandsMore() {
        assertThatThrownBy(() -> App.of(POLICY)
                        .servlet("orders", new OwnHead(), "/orders/*")
                        .start())
                .hasStackTraceContaining("orders:admin");
    }

    @Test
    void starts_whereHeadHasAnEndpointOfItsOwn() throws Exception {
        String policy = POLICY + "  head: {match: \"HEAD /orders/{nr}\", requires: [\"orders:admin\"]}\n";

        App.of(policy).servlet("orders", new OwnHead(), "/orders/*").start().close();
    }
}
