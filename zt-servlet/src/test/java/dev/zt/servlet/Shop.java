package dev.zt.servlet;

import dev.zt.identity.WorkloadId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** The application that most tests attack: a public part that leads everywhere, and handlers that note each run. */
final class Shop {
    static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              root: spiffe://shop.example/root
              reader: spiffe://shop.example/reader
            segments: {core: [gateway, root, reader]}
            endpoints:
              open: {match: "GET /public/{**}", public: true}
              order: {match: "GET /api/orders/{**}", requires: [orders:read]}
              admin: {match: "GET /api/admin/{**}", requires: [admin]}
              exact: {match: "GET /exact", requires: [orders:read]}
              form: {match: "GET /forms/{id}", public: true}
              page: {match: "GET /forms/print.do", public: true}
              mixed: {match: "GET /mixed/{id}", public: true}
            allow:
              - {id: gateway-orders, caller: gateway, to: [order, exact], scopes: [orders:read]}
              - {id: root-all, caller: root, to: [order, admin], scopes: [orders:read, admin]}
              - {id: reader-nothing, caller: reader, to: [order], scopes: [other:read]}
            """;

    /** The names of the handlers that ran, in order. */
    final List<String> ran = new CopyOnWriteArrayList<>();

    /** Opens when the first dispatch of the container, with all that it led to, has ended. */
    final CountDownLatch dispatched = new CountDownLatch(1);

    /** The application with a filter that only wraps the request and looks when the first dispatch has ended. */
    App watchedApp() {
        return app().filter((request, response, chain) -> {
            try {
                chain.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request), response);
            } finally {
                if (request.getDispatcherType() == DispatcherType.REQUEST) {
                    dispatched.countDown();
                }
            }
        });
    }

    App app() {
        return App.of(POLICY)
                .servlet("public", new Crossroads(), "/public/*")
                .servlet("admin", new Echo("admin"), "/api/admin/*")
                .servlet("orders", new Crossroads(), "/api/orders/*")
                .servlet("exact", new Echo("exact"), "/exact")
                .servlet("legacy", new Echo("legacy"), "*.do")
                .servlet("mixed", new Echo("mixed"), "/mixed/*")
                .servlet("secret", new Echo("secret"), "/mixed/secret")
                .servlet("rest", new Echo("rest"), "/");
    }

    /** The handlers that most dispatches lead to, on any container. */
    void register(ServletContext context) {
        serve(context, "public", new Crossroads(), "/public/*");
        serve(context, "admin", new Echo("admin"), "/api/admin/*");
        serve(context, "orders", new Crossroads(), "/api/orders/*");
    }

    private static void serve(ServletContext context, String name, HttpServlet servlet, String pattern) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(pattern);
        registration.setAsyncSupported(true);
    }

    static String callerOf(HttpServletRequest request) {
        return Caller.find(request)
                .flatMap(Caller::workload)
                .map(WorkloadId::path)
                .orElse("nobody");
    }

    /** Notes its run and says who called. */
    private class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ran.add(name);
            response.getWriter().print(name + " for " + callerOf(request));
        }
    }

    /** Sends its caller on, in every way that a container knows. */
    private final class Crossroads extends Echo {
        private static final long serialVersionUID = 1L;
        private static final String ADMIN = "/api/admin/users";

        Crossroads() {
            super("crossroads");
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String way = way(request);
            try {
                switch (way) {
                    case "/forward" -> request.getRequestDispatcher(ADMIN).forward(request, response);
                    case "/forward-odd" ->
                        request.getRequestDispatcher("/api/admin;a=b/users").forward(request, response);
                    case "/forward-late" -> {
                        response.addHeader("X-Forwarder", "was here");
                        response.getWriter().print("said too early");
                        request.getRequestDispatcher(ADMIN).forward(request, response);
                    }
                    case "/forward-throw" ->
                        request.getRequestDispatcher("/api/orders/throw").forward(request, response);
                    case "/forward-include" ->
                        request.getRequestDispatcher("/public/include").forward(request, response);
                    case "/include-forward" ->
                        request.getRequestDispatcher("/public/forward").include(request, response);
                    case "/forward-work" ->
                        request.getRequestDispatcher("/api/orders/work").forward(request, response);
                    case "/work" -> work(request);
                    case "/include" -> include(request.getRequestDispatcher(ADMIN), request, response);
                    case "/async" -> request.startAsync().dispatch(ADMIN);
                    case "/async-again" -> again(request, response);
                    case "/error" -> response.sendError(500);
                    case "/throw" -> throw new ServletException("on purpose");
                    case "/named" -> named("admin").forward(request, response);
                    case "/named-include" -> named("admin").include(request, response);
                    case "/named-include-between" -> include(named("admin"), request, response);
                    case "/named-self" -> named("public").forward(request, response);
                    default -> super.service(request, response);
                }
            } catch (ServletException e) {
                throw new IOException(e);
            }
        }

        // An included servlet sees the includer's path.
        private static String way(HttpServletRequest request) {
            Object below = request.getDispatcherType() == DispatcherType.INCLUDE
                    ? request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO)
                    : request.getPathInfo();
            return below == null ? "" : (String) below;
        }

        private RequestDispatcher named(String servlet) {
            return getServletContext().getNamedDispatcher(servlet);
        }

        private void include(RequestDispatcher target, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            response.getWriter().print(callerOf(request) + " [");
            target.include(request, response);
            response.getWriter().print("] " + callerOf(request));
        }

        // Goes on only after the dispatch that began it has ended.
        private void work(HttpServletRequest request) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    dispatched.await();
                    async.getResponse()
                            .getWriter()
                            .print("worked for " + callerOf((HttpServletRequest) async.getRequest()));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    async.complete();
                }
            });
        }

        private void again(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getAttribute("second") == null) {
                request.setAttribute("second", true);
                request.startAsync().dispatch();
            } else {
                super.service(request, response);
            }
        }
    }
}
