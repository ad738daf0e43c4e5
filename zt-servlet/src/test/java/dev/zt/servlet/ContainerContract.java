package dev.zt.servlet;

import dev.zt.guard.Guard;
import dev.zt.identity.CallerId;
import dev.zt.testkit.ServerContract;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The contract of servers, for one container. */
abstract class ContainerContract extends ServerContract {
    private final AnyContainer container;

    ContainerContract(AnyContainer container) {
        this.container = container;
    }

    @Override
    protected Running start(Guard guard) throws Exception {
        AnyContainer.Running running = container.start((classes, context) -> {
            serve(context, "order", new Order(this::handled), "/orders/*");
            serve(context, "unlisted", new Order(this::handled), "/unlisted");
            serve(context, "later", new Later(this::handled), "/later/*");
            serve(context, "orders", new Orders(this::handled), "/orders");
            ZeroTrust.install(context, guard);
        });
        return Running.at(running.port(), running);
    }

    private static void serve(ServletContext context, String name, HttpServlet servlet, String pattern) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(pattern);
        registration.setAsyncSupported(true);
    }

    private static String caller(HttpServletRequest request) {
        return Caller.find(request).map(Caller::id).map(CallerId::toString).orElse("nobody");
    }

    private static final class Order extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Runnable handled;

        Order(Runnable handled) {
            this.handled = handled;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            handled.run();
            response.getWriter().print(caller(request));
        }
    }

    /** Answers from another thread. */
    private static final class Later extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Runnable handled;

        Later(Runnable handled) {
            this.handled = handled;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            handled.run();
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getResponse().getWriter().print(caller((HttpServletRequest) async.getRequest()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } finally {
                    async.complete();
                }
            });
        }
    }

    private static final class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Runnable handled;

        Orders(Runnable handled) {
            this.handled = handled;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] content = request.getInputStream().readAllBytes();
            handled.run();
            response.getOutputStream().write(content);
        }
    }
}
