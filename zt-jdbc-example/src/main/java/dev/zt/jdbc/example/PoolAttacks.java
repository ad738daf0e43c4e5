package dev.zt.jdbc.example;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What one call leaves in a session of PostgreSQL for the next one, in a pool of one session. */
final class PoolAttacks {
    private final PostgresScene scene;

    private PoolAttacks(PostgresScene scene) {
        this.scene = scene;
    }

    static List<Step> of(PostgresScene scene) {
        PoolAttacks attacks = new PoolAttacks(scene);
        return List.of(
                attacks.leave(
                        "leave a role and a context in the session: SET",
                        "globex",
                        "SET ROLE zt_orders_write; SET zt.tenant = 'acme'; SET zt.ctx = 'junk'"),
                attacks.leave(
                        "leave a cursor over rows in the session: WITH HOLD",
                        "globex",
                        "DECLARE rows CURSOR WITH HOLD FOR SELECT item FROM shop.orders"),
                attacks.leave(
                        "leave a statement in the session: PREPARE",
                        "25000 ZT-JDBC-010",
                        "PREPARE loot AS SELECT item FROM shop.orders"),
                attacks.leave(
                        "leave a table in the session: CREATE TEMP TABLE",
                        "42501 permission denied to create temporary tables",
                        "CREATE TEMP TABLE orders AS SELECT item FROM shop.orders"),
                new Step(
                        "look at what a session has between two calls", "svc_orders and no context", attacks::between));
    }

    private interface Work {
        String in(PostgresDatabase.Login login) throws SQLException;
    }

    private String withOneSession(Work work) throws SQLException {
        PostgresDatabase.Login login = PostgresDatabase.ordersLogin(scene.url(), scene.orders(), 1);
        try {
            return work.in(login);
        } finally {
            login.close();
        }
    }

    /** Acme's call leaves something; what is seen is whose rows the next call, globex', reads. */
    private Step leave(String name, String expected, String sql) {
        return new Step(
                name,
                expected,
                () -> withOneSession(login -> {
                    login.rows().inTransaction(scene.reading(), OrderScopes.READ, connection -> {
                        Sql.run(connection, sql);
                        return "left";
                    });
                    return login.rows()
                            .inTransaction(
                                    scene.readingOfGlobex(),
                                    OrderScopes.READ,
                                    connection -> Sql.one(
                                            connection,
                                            "SELECT string_agg(DISTINCT tenant, ' and ') FROM shop.orders"));
                }));
    }

    private String between() throws SQLException {
        return withOneSession(login -> {
            login.rows()
                    .inTransaction(scene.reading(), OrderScopes.READ, connection -> Sql.one(connection, "SELECT 1"));
            try (Connection raw = login.pool().dataSource().getConnection()) {
                return Sql.one(
                        raw,
                        "SELECT current_user || ' and '"
                                + " || coalesce(nullif(current_setting('zt.ctx', true), ''), 'no context')");
            }
        });
    }
}
