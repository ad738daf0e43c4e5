package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import dev.zt.identity.Scope;
import dev.zt.jdbc.TransactionWork;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The service of orders over one database, with its callers. Used by one thread. */
class Scene implements AutoCloseable {
    private final Office office;
    private final ShopDatabase database;
    private final OrdersService service;
    private final AtomicReference<String> said = new AtomicReference<>("");
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ShopCaller acme;
    private final ShopCaller globex;
    private final ShopCaller initech;
    private final ShopCaller desk;
    private final long acmeOrder;
    private final long globexOrder;

    /**
     * Starts the service and places an order for each of two tenants.
     *
     * @param database is closed with the scene
     */
    Scene(Office office, ServiceIdentity orders, ShopDatabase database) throws Exception {
        this.office = office;
        this.database = database;
        parts.push(database);
        String audience = "audience: " + OrdersService.AUDIENCE + "\npolicy: zt-policy.yaml\n";
        this.service =
                OrdersService.start(office.settings("orders", audience), orders, database, e -> said.set(Step.told(e)));
        parts.push(service);
        this.acme = caller("acme/storefront");
        this.globex = caller("globex/storefront");
        this.initech = caller("initech/storefront");
        this.desk = caller("acme/support");
        this.acmeOrder = placed(acme.post("teapot", "19.90", "4111-acme"));
        this.globexOrder = placed(globex.post("anvil", "250.00", "4222-globex"));
    }

    private static long placed(ShopCaller.Reply reply) {
        if (reply.status() != 201) {
            throw new IllegalStateException("the first orders were not taken: " + reply.text());
        }
        return Long.parseLong(reply.body());
    }

    /** Another instance of the service. */
    final OrdersService serve(ServiceIdentity orders, ShopDatabase over) throws Exception {
        String more = "audience: " + OrdersService.AUDIENCE + "\npolicy: zt-policy.yaml\n";
        return OrdersService.start(office.settings("orders", more), orders, over, e -> said.set(Step.told(e)));
    }

    /** A new instance of a caller, which is closed with the scene. */
    final ShopCaller caller(String workload) throws IOException {
        return owning(new ShopCaller(office.instance(workload), service.origin()));
    }

    final <T extends AutoCloseable> T owning(T part) {
        parts.push(part);
        return part;
    }

    final Office office() {
        return office;
    }

    final ShopDatabase database() {
        return database;
    }

    final OrdersService service() {
        return service;
    }

    /** A storefront with orders. */
    final ShopCaller acme() {
        return acme;
    }

    /** Another tenant's. */
    final ShopCaller globex() {
        return globex;
    }

    /** One that the policy lets in and that is no customer. */
    final ShopCaller initech() {
        return initech;
    }

    /** The people of acme who may see cards. */
    final ShopCaller desk() {
        return desk;
    }

    final long acmeOrder() {
        return acmeOrder;
    }

    final long globexOrder() {
        return globexOrder;
    }

    /** What the database said last that no caller heard. */
    final String databaseSaid() {
        return Objects.requireNonNullElse(said.getAndSet(""), "");
    }

    /** A call of acme's to read. */
    final Admission.Granted reading() {
        return acme.admitted(service.guard(), "GET", "/orders");
    }

    /** A call of acme's to write. */
    final Admission.Granted writing() {
        return acme.admitted(service.guard(), "POST", "/orders");
    }

    /** A call of acme's desk for a card. */
    final Admission.Granted readingCards() {
        return desk.admitted(service.guard(), "GET", "/orders/" + acmeOrder + "/card");
    }

    /** A call of acme's desk to read. */
    final Admission.Granted readingOfDesk() {
        return desk.admitted(service.guard(), "GET", "/orders");
    }

    /** A call of globex' to read. */
    final Admission.Granted readingOfGlobex() {
        return globex.admitted(service.guard(), "GET", "/orders");
    }

    /** Does it for a call of acme's. */
    final String inTransaction(Scope scope, TransactionWork<String> work) throws SQLException {
        Admission.Granted call = scope.equals(OrderScopes.WRITE) ? writing() : reading();
        return database.orders().inTransaction(call, scope, work);
    }

    /** Closes all, also if one of them fails; the first failure is thrown. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IOException("a part of the scene did not close", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
