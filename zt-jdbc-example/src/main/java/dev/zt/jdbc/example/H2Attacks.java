package dev.zt.jdbc.example;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.testkit.TestClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What must not work on H2, and what does because H2 cannot prevent it. */
final class H2Attacks {
    private static final String REFUSED = "28000 Wrong user name or password";
    private static final String NO_RIGHTS = "90096 Not enough rights";

    private final H2Scene scene;

    private H2Attacks(H2Scene scene) {
        this.scene = scene;
    }

    /** Logins with what is no token for this database. */
    static List<Step> logins(H2Scene scene) {
        H2Attacks attacks = new H2Attacks(scene);
        TestClient client = scene.h2().issuer().client("orders");
        Scopes read = Scopes.of("orders:read");
        return List.of(
                new Step(
                        "log in with a token for the database",
                        "in",
                        () -> attacks.logIn(
                                "orders",
                                client.token(H2Database.AUDIENCE, Scopes.of("orders:read", "orders:write"))
                                        .text())),
                new Step("log in with a password", REFUSED, () -> attacks.logIn("orders", "guess")),
                new Step(
                        "log in with a workload identity token",
                        REFUSED,
                        () -> attacks.logIn(
                                "orders",
                                scene.acme()
                                        .identity()
                                        .prove(Audience.of(H2Database.AUDIENCE.toString()))
                                        .workloadIdentityToken())),
                new Step(
                        "log in with a token for somebody else",
                        REFUSED,
                        () -> attacks.logIn(
                                "orders",
                                client.token(Audience.of(OrdersService.AUDIENCE), read)
                                        .text())),
                new Step(
                        "log in with a token that has expired",
                        REFUSED,
                        () -> attacks.logIn(
                                "orders",
                                client.token(H2Database.AUDIENCE, read)
                                        .claim("exp", "1000000000")
                                        .text())),
                new Step(
                        "log in with another client's token",
                        REFUSED,
                        () -> attacks.logIn(
                                "support",
                                client.token(H2Database.AUDIENCE, read).text())),
                new Step(
                        "log in as a client that the policy does not name",
                        REFUSED,
                        () -> attacks.logIn(
                                "reports",
                                scene.h2()
                                        .issuer()
                                        .client("reports")
                                        .token(H2Database.AUDIENCE, read)
                                        .text())));
    }

    private String logIn(String user, String password) throws SQLException {
        try (Connection connection = scene.h2().logIn(user, password)) {
            return Sql.one(connection, "SELECT 'in'");
        }
    }

    /** Wrong and injected SQL. */
    static List<Step> sql(H2Scene scene) {
        H2Attacks attacks = new H2Attacks(scene);
        return List.of(
                attacks.read("read the table behind the view", NO_RIGHTS, "SELECT item FROM shop.orders_base"),
                attacks.read("read cards without the scope", NO_RIGHTS, "SELECT card FROM shop.order_cards"),
                attacks.write("change another tenant's order", NO_RIGHTS, "UPDATE shop.orders_base SET total = 0"),
                attacks.write(
                        "place an order for another tenant",
                        "42501 the row is not of the tenant",
                        "INSERT INTO shop.orders_base (tenant, item, total, card) VALUES ('globex', 'x', 1, 'x')"),
                attacks.write(
                        "place an order in another caller's name",
                        "42501 the row is not of the tenant",
                        "INSERT INTO shop.orders_base (created_by, item, total, card) VALUES ('x', 'x', 1, 'x')"),
                attacks.read("give the own login another role", "90040", "GRANT zt_orders_pii TO \"ORDERS@ZT\""),
                new Step("look at what a session has between two calls", "no tenant", attacks::between),
                new Step(
                        "inject: search for everything",
                        "200 rows of acme alone",
                        () -> attacks.search("' OR true --")),
                new Step(
                        "inject: set @zt_tenant in the search: H2 CANNOT PREVENT IT",
                        "200 GLOBEX' ROWS",
                        () -> attacks.search("' UNION ALL SELECT 0, SET(@zt_tenant, 'globex'), 'x', 0"
                                + " UNION ALL SELECT id, tenant, item, total FROM shop.orders --")));
    }

    private Step read(String name, String expected, String sql) {
        return new Step(
                name,
                expected,
                () -> scene.inTransaction(OrderScopes.READ, connection -> {
                    Sql.run(connection, sql);
                    return "done";
                }));
    }

    private Step write(String name, String expected, String sql) {
        return new Step(
                name,
                expected,
                () -> scene.inTransaction(OrderScopes.WRITE, connection -> Sql.change(connection, sql)));
    }

    private String between() throws SQLException {
        try (Connection raw = scene.h2().ordersPool().getConnection()) {
            return Sql.one(raw, "SELECT coalesce(@zt_tenant, @zt_caller, 'no tenant')");
        }
    }

    private String search(String injected) throws Exception {
        ShopCaller.Reply reply = scene.acme().search(injected);
        return reply.status() != 200
                ? reply.text() + " " + scene.databaseSaid()
                : reply.body().contains("anvil") ? "200 GLOBEX' ROWS" : "200 rows of acme alone";
    }
}
