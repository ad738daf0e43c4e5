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
    private final RestServer server;

    RestServerContract(RestServer server) {
        this.server = server;
    }

    @Override
    protected Running start(Guard guard) throws Exception {
        RestServer.Running running = server.start((classes, context) -> {
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
            return Caller.of(request).id().toString();
        }

        @GET
        @Path("later/{id}")
        public void later(@Suspended AsyncResponse response, @Context SecurityContext context) {
            String caller = context.getUserPrincipal().getName();
            new Thread(() -> response.resume(caller)).start();
        }

        @POST
        @Path("orders")
        public byte[] orders(byte[] content) {
            return content;
        }

        @GET
        @Path("unlisted")
        public String unlisted() {
            return "anything";
        }
    }
}
