package dev.zt.jaxrs;

import dev.zt.guard.Guard;
import dev.zt.servlet.Caller;
import dev.zt.testkit.ServerContract;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** The contract of servers, for one framework in one container. */
abstract class RestServerContract extends ServerContract {
    private static final String HANDLED = RestServerContract.class.getName();

    private final RestServer server;

    RestServerContract(RestServer server) {
        this.server = server;
    }

    @Override
    protected Running start(Guard guard) throws Exception {
        Runnable handled = this::handled;
        RestServer.Running running = server.start((classes, context) -> {
            context.setAttribute(HANDLED, handled);
            server.register(context, "rest", "", Orders.class, ZtRest.class);
            ZtRest.install(context, guard);
        });
        return Running.at(running.port(), running);
    }

    @Path("")
    public static class Orders {
        @GET
        @Path("orders/{id}")
        public String order(@Context HttpServletRequest request) {
            handled(request);
            return Caller.of(request).id().toString();
        }

        @GET
        @Path("later/{id}")
        public void later(
                @Suspended AsyncResponse response,
                @Context SecurityContext context,
                @Context HttpServletRequest request) {
            handled(request);
            String caller = context.getUserPrincipal().getName();
            new Thread(() -> response.resume(caller)).start();
        }

        @POST
        @Path("orders")
        public byte[] orders(byte[] content, @Context HttpServletRequest request) {
            handled(request);
            return content;
        }

        @GET
        @Path("unlisted")
        public String unlisted(@Context HttpServletRequest request) {
            handled(request);
            return "anything";
        }

        // The framework makes the resource, so the contract is reached by what both share.
        private static void handled(HttpServletRequest request) {
            ((Runnable) request.getServletContext().getAttribute(HANDLED)).run();
        }
    }
}
