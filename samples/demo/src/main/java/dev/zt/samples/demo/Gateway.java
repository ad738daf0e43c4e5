package dev.zt.samples.demo;

import dev.zt.own.ServiceIdentity;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The shop's entrance: customers need no identity here, and reach what it passes on and nothing else. */
final class Gateway {
    private static final String ENTRANCE = "/shop";

    private Gateway() {}

    public static void main(String[] args) throws Exception {
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        Replicas orders = new Replicas(me, "orders");
        Replicas reports = new Replicas(me, "reports");
        new WebApp(me)
                .obey(words -> {
                    orders.tell(words);
                    reports.tell(words);
                })
                .serve("/shop/orders/*", new PassOn(orders))
                .serve("/shop/receipts/*", new PassOn(orders))
                .serve("/shop/reports/daily", new PassOn(reports))
                .run();
    }

    /** Asks another service the same, in the gateway's own name. Which paths get here is for the policy to say. */
    private static final class PassOn extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Replicas callee;

        PassOn(Replicas callee) {
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
