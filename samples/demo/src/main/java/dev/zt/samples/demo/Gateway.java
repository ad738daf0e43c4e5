package dev.zt.samples.demo;

import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;

/** The shop's entrance: customers need no identity here, and reach what it passes on and nothing else. */
final class Gateway {
    private static final String ENTRANCE = "/shop";

    private Gateway() {}

    public static void main(String[] args) throws Exception {
        String orders = System.getenv("ORDERS_ORIGIN");
        String reports = System.getenv("REPORTS_ORIGIN");
        HttpClient proving = OutboundAuth.of(ServiceIdentity.fromEnvironment())
                .allowLoopbackHttp()
                .to(Destination.of(orders).audience("https://orders.shop.example"))
                .to(Destination.of(reports).audience("https://reports.shop.example"))
                .wrap(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());
        new WebApp()
                .serve("/shop/orders/*", new PassOn(new Callee(proving, orders)))
                .serve("/shop/receipts/*", new PassOn(new Callee(proving, orders)))
                .serve("/shop/reports/daily", new PassOn(new Callee(proving, reports)))
                .run();
    }

    /** Asks another service the same, in the gateway's own name. Which paths get here is for the policy to say. */
    private static final class PassOn extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Callee callee;

        PassOn(Callee callee) {
            this.callee = callee;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            passOn("GET", request, response);
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            passOn("POST", request, response);
        }

        private void passOn(String method, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            // The guard let this path in, so it is plain and can be read in one way only.
            String path = request.getRequestURI().substring(ENTRANCE.length());
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().println(callee.ask(method, path).strip());
        }
    }
}
