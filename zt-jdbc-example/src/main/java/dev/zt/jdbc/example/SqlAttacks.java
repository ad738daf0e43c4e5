package dev.zt.jdbc.example;

import java.util.ArrayList;
import java.util.List;

/** Wrong and injected SQL in a session of PostgreSQL that a caller is bound to. */
final class SqlAttacks {
    private static final String ROWS = "SELECT id, tenant, item, total FROM shop.orders";

    private final PostgresScene scene;

    private SqlAttacks(PostgresScene scene) {
        this.scene = scene;
    }

    /** From wrong code behind the guard. */
    static List<Step> fromWrongCode(PostgresScene scene) {
        return new SqlAttacks(scene).wrongCode();
    }

    /** From outside, by the search that can be injected. */
    static List<Step> injected(PostgresScene scene) {
        return new SqlAttacks(scene).injections();
    }

    private List<Step> wrongCode() {
        List<Step> steps = new ArrayList<>(List.of(
                write(
                        "change another tenant's order",
                        "0 rows",
                        "UPDATE shop.orders SET total = 0 WHERE id = " + scene.globexOrder()),
                write(
                        "delete another tenant's order",
                        "0 rows",
                        "DELETE FROM shop.orders WHERE id = " + scene.globexOrder()),
                write(
                        "place an order for another tenant",
                        "42501 new row violates row-level security policy",
                        "INSERT INTO shop.orders (tenant, item, total, card) VALUES ('globex', 'x', 1, 'x')"),
                write(
                        "place an order in another caller's name",
                        "42501 new row violates row-level security policy",
                        "INSERT INTO shop.orders (created_by, item, total, card)"
                                + " VALUES ('spiffe://shop.example/globex/storefront', 'x', 1, 'x')"),
                write("empty the table", "42501 permission denied", "TRUNCATE shop.orders"),
                read(
                        "read the column of cards without its scope",
                        "42501 permission denied",
                        "SELECT card FROM shop.orders"),
                read("take the role of cards", "42501 permission denied to set role", "SET LOCAL ROLE zt_orders_pii"),
                read("take the role of the owner", "42501 permission denied to set role", "SET LOCAL ROLE zt_owner")));
        steps.add(new Step(
                "take a granted role without its scope, and delete",
                "42501 zt.ctx of another role",
                () -> scene.inTransaction(OrderScopes.READ, connection -> {
                    Sql.run(connection, "SET LOCAL ROLE zt_orders_write");
                    return Sql.change(connection, "DELETE FROM shop.orders");
                })));
        steps.add(new Step(
                "take the granted role of cards without its scope",
                "42501 zt.ctx of another role",
                () -> scene.database().cards().inTransaction(scene.readingOfDesk(), OrderScopes.READ, connection -> {
                    Sql.run(connection, "SET LOCAL ROLE zt_orders_pii");
                    return Sql.one(connection, "SELECT card FROM shop.orders");
                })));
        // Rights are looked at before the first row, and the policy is asked with it.
        steps.add(new Step(
                "take the role of cards, and give it back before the first row",
                "no row",
                () -> scene.database().cards().inTransaction(scene.readingOfDesk(), OrderScopes.READ, connection -> {
                    Sql.run(connection, "SET LOCAL ROLE zt_orders_pii");
                    Sql.run(connection, "DECLARE cards CURSOR FOR SELECT card FROM shop.orders");
                    Sql.run(connection, "SET LOCAL ROLE zt_orders_read");
                    return Sql.one(connection, "FETCH ALL FROM cards");
                })));
        steps.add(new Step(
                "take the role of writing, give it back on the way, and delete",
                "0 rows",
                () -> scene.inTransaction(OrderScopes.READ, connection -> {
                    Sql.run(connection, "SET LOCAL ROLE zt_orders_write");
                    return Sql.change(
                            connection,
                            "WITH back AS MATERIALIZED (SELECT set_config('role', 'zt_orders_read', true) AS r)"
                                    + " DELETE FROM shop.orders USING back WHERE back.r IS NOT NULL");
                })));
        return steps;
    }

    private Step read(String name, String expected, String sql) {
        return new Step(
                name, expected, () -> scene.inTransaction(OrderScopes.READ, connection -> Sql.change(connection, sql)));
    }

    private Step write(String name, String expected, String sql) {
        return new Step(
                name,
                expected,
                () -> scene.inTransaction(OrderScopes.WRITE, connection -> Sql.change(connection, sql)));
    }

    private List<Step> injections() {
        String forged = "v1|9999999999|spiffe://shop.example/globex/storefront|globex|orders:read|zt_orders_read|"
                + "0".repeat(64);
        return List.of(
                rows("search for everything", "' OR true --"),
                rows(
                        "set zt.tenant and search on",
                        "'; SELECT set_config('zt.tenant', 'globex', true); " + ROWS + " --"),
                refused(
                        "say another tenant in the own context",
                        "403 42501 zt.ctx forged",
                        "'; SELECT set_config('zt.ctx', replace(current_setting('zt.ctx'), '|acme|', '|globex|'), true); "
                                + ROWS + " --"),
                refused("forge zt.ctx", "403 42501 zt.ctx forged", context(forged)),
                refused(
                        "say the own context for longer",
                        "403 42501 zt.ctx forged",
                        "'; SELECT set_config('zt.ctx', replace(current_setting('zt.ctx'), 'v1|', 'v1|9'), true); "
                                + ROWS + " --"),
                new Step(
                        "replay the context of another session",
                        "403 42501 zt.ctx forged",
                        () -> search(context(stolen()))),
                new Step(
                        "take the context away",
                        "200 rows of nobody",
                        () -> seen(scene.acme().search("'; SELECT set_config('zt.ctx', '', true); " + ROWS + " --"))),
                refused(
                        "give the session a second key",
                        "500 23505 duplicate key",
                        "'; SELECT zt.open_session(decode(repeat('00', 32), 'hex')) --"),
                refused(
                        "read the keys of sessions",
                        "403 42501 permission denied for table session",
                        "'; SELECT k_inner FROM zt.session --"),
                refused("commit, and read on", "403 42501 permission denied", "'; COMMIT; " + ROWS + " --"),
                refused(
                        "take the role of another scope, and read on",
                        "403 42501 zt.ctx of another role",
                        "'; SET LOCAL ROLE zt_orders_write; " + ROWS + " --"),
                refused("reset the role, and read on", "403 42501 permission denied", "'; RESET ROLE; " + ROWS + " --"),
                refused(
                        "turn policies off",
                        "403 42501 must be owner of table orders",
                        "'; ALTER TABLE shop.orders DISABLE ROW LEVEL SECURITY --"),
                refused("run a program on the server", "403 42501", "'; COPY shop.orders TO PROGRAM 'cat' --"));
    }

    private static String context(String text) {
        return "'; SELECT set_config('zt.ctx', '" + text + "', true); " + ROWS + " --";
    }

    private Step rows(String name, String injected) {
        return new Step(
                "inject: " + name, "200 rows of acme", () -> seen(scene.acme().search(injected)));
    }

    private Step refused(String name, String expected, String injected) {
        return new Step("inject: " + name, expected, () -> search(injected));
    }

    private String search(String injected) throws Exception {
        ShopCaller.Reply reply = scene.acme().search(injected);
        return reply.status() == 200 ? reply.text() : reply.status() + " " + scene.databaseSaid();
    }

    /** Whose rows there are in an answer. */
    private static String seen(ShopCaller.Reply reply) {
        if (reply.status() != 200) {
            return reply.text();
        }
        boolean acme = reply.body().contains(" acme ");
        boolean globex = reply.body().contains(" globex ");
        return "200 rows of " + (globex ? (acme ? "both" : "GLOBEX") : acme ? "acme" : "nobody");
    }

    // As globex' own transaction in a session of another instance has it.
    private String stolen() throws Exception {
        PostgresDatabase.Login other = PostgresDatabase.ordersLogin(scene.url(), scene.orders(), 1);
        try {
            return other.rows()
                    .inTransaction(
                            scene.readingOfGlobex(),
                            OrderScopes.READ,
                            connection -> Sql.one(connection, "SELECT current_setting('zt.ctx')"));
        } finally {
            other.close();
        }
    }
}
