package dev.zt.samples.demo;

import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes orders and has them charged: guarded on the way in, proving itself on the way out. */
final class Orders {
    private Orders() {}

    public static void main(String[] args) throws Exception {
        ServiceIdentity me = ServiceIdentity.fromEnvironment();
        Replicas billing = new Replicas(me, "billing");
        new WebApp(me)
                .obey(billing::tell)
                .serve("/orders/*", new ReadOrder())
                .serve("/orders", new PlaceOrder(billing))
                .serve("/receipts/*", new ReadReceipt(billing))
                .run();
    }

    @RequiresScope("orders:read")
    private static final class ReadOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .println("order" + request.getPathInfo() + " as asked by "
                            + Caller.of(request).id());
        }
    }

    @RequiresScope("orders:write")
    private static final class PlaceOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Replicas billing;
        private final AtomicInteger last = new AtomicInteger(6);

        PlaceOrder(Replicas billing) {
            this.billing = billing;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int order = last.incrementAndGet();
            String charge = billing.ask("POST", "/charges/" + order);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().println("order/" + order + ", " + charge.strip());
        }
    }

    @RequiresScope("orders:read")
    private static final class ReadReceipt extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Replicas billing;

        ReadReceipt(Replicas billing) {
            this.billing = billing;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String charge = billing.ask("GET", request.getRequestURI().replace("/receipts/", "/charges/"));
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().println("receipt: " + charge.strip());
        }
    }
}
