package dev.zt.samples.demo;

import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sums up the day: a guarded service at its shortest. */
final class Reports {
    private Reports() {}

    public static void main(String[] args) throws Exception {
        new WebApp(ServiceIdentity.fromEnvironment())
                .serve("/reports/daily", new Daily())
                .run();
    }

    @RequiresScope("reports:read")
    private static final class Daily extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter()
                    .println("a good day, " + Caller.of(request).id() + ", within "
                            + Caller.of(request).scopes());
        }
    }
}
