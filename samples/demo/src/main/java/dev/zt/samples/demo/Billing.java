package dev.zt.samples.demo;

import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Charges for orders: each method of its one servlet demands a scope of its own. */
final class Billing {
    private Billing() {}

    public static void main(String[] args) throws Exception {
        new WebApp(ServiceIdentity.fromEnvironment())
                .serve("/charges/*", new Charges())
                .run();
    }

    private static final class Charges extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @RequiresScope("billing:read")
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(request, response, "charge of order");
        }

        @RequiresScope("billing:charge")
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(request, response, "charged order");
        }

        private static void answer(HttpServletRequest request, HttpServletResponse response, String what)
                throws IOException {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .println(what + request.getPathInfo() + " for "
                            + Caller.of(request).id());
        }
    }
}
