package dev.zt.jdbc.example;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What must not work, on every database. */
final class CommonAttacks {
    private CommonAttacks() {}

    /** From outside, over HTTP. */
    static List<Step> overHttp(Scene scene) {
        return List.of(
                new Step(
                        "read another tenant's order",
                        "404 there is no such order",
                        () -> scene.acme().get("/orders/" + scene.globexOrder()).text()),
                new Step(
                        "read a card without the scope",
                        "403",
                        () -> scene.acme()
                                .get("/orders/" + scene.acmeOrder() + "/card")
                                .text()),
                new Step(
                        "read the card of another tenant's order",
                        "404 there is no such order",
                        () -> scene.desk()
                                .get("/orders/" + scene.globexOrder() + "/card")
                                .text()),
                new Step(
                        "place an order without the scope",
                        "403",
                        () -> scene.desk().post("kettle", "1.00", "none").text()),
                new Step(
                        "call as a workload that is no customer",
                        "403 ZT-JDBC-002 the caller belongs to no tenant",
                        () -> scene.initech().get("/orders").text()),
                new Step(
                        "call without any proof",
                        "401",
                        () -> Strangers.get(
                                scene.acme().identity(), scene.service().origin())));
    }

    /** From wrong code behind the guard. */
    static List<Step> fromWrongCode(Scene scene) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("ask for a connection without a caller", "28000 ZT-JDBC-001", () -> {
            try (Connection connection = scene.database().orders().getConnection()) {
                return Sql.one(connection, "SELECT 1");
            }
        }));
        steps.add(new Step("run a statement in autocommit mode", "25P01 ZT-JDBC-006", () -> {
            try (Connection connection = scene.database()
                    .orders()
                    .forCall(scene.reading(), OrderScopes.READ)
                    .getConnection()) {
                connection.setAutoCommit(true);
                return Sql.one(connection, "SELECT item FROM shop.orders");
            }
        }));
        steps.add(new Step(
                "begin a transaction for a scope that the call lacks",
                "42501 ZT-JDBC-003",
                () -> scene.database()
                        .orders()
                        .inTransaction(
                                scene.reading(),
                                OrderScopes.WRITE,
                                connection -> Sql.one(connection, "SELECT 'begun'"))));
        steps.add(new Step(
                "begin a system job that nobody declared",
                "28000 ZT-JDBC-007",
                () -> scene.database()
                        .orders()
                        .asSystem("tidy-up", connection -> Sql.one(connection, "SELECT 'begun'"))));
        steps.add(new Step(
                "take the driver's own connection out of a transaction",
                "2D000 ZT-JDBC-008",
                () -> scene.inTransaction(OrderScopes.READ, connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return String.valueOf(statement.getConnection().unwrap(Statement.class));
                    }
                })));
        return steps;
    }
}
