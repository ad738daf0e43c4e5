package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The orders, in plain JDBC. No statement says whose rows it means: each transaction is bound to its caller, and the database
 * filters. Safe for concurrent use.
 */
final class Orders {
    private static final String COLUMNS = "SELECT id, tenant, item, total FROM ";

    private final ShopDatabase database;

    /** One order, without the card. */
    record Order(long id, String tenant, String item, BigDecimal total) {
        static Order of(ResultSet row) throws SQLException {
            return new Order(row.getLong(1), row.getString(2), row.getString(3), row.getBigDecimal(4));
        }

        @Override
        public String toString() {
            return id + " " + tenant + " " + item + " " + total;
        }
    }

    Orders(ShopDatabase database) {
        this.database = database;
    }

    /** All of the caller's tenant. */
    List<Order> all(Admission.Granted call) throws SQLException {
        return list(call, "shop.orders");
    }

    /** Those that the caller itself made. */
    List<Order> own(Admission.Granted call) throws SQLException {
        return list(call, "shop.orders_caller_only");
    }

    private List<Order> list(Admission.Granted call, String from) throws SQLException {
        return database.orders().inTransaction(call, OrderScopes.READ, connection -> {
            List<Order> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(COLUMNS + from + " ORDER BY id");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(Order.of(row));
                }
            }
            return found;
        });
    }

    /** One; empty if the caller's tenant has none of that number. */
    Optional<Order> one(Admission.Granted call, long id) throws SQLException {
        return database.orders().inTransaction(call, OrderScopes.READ, connection -> one(connection, id));
    }

    static Optional<Order> one(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS + "shop.orders WHERE id = ?")) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(Order.of(row)) : Optional.empty();
            }
        }
    }

    /** A new one; the database says whose it is and who made it. */
    long place(Admission.Granted call, String item, BigDecimal total, String card) throws SQLException {
        String insert = "INSERT INTO " + database.insertable() + " (item, total, card) VALUES (?, ?, ?)";
        return database.orders().inTransaction(call, OrderScopes.WRITE, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(insert, new String[] {"id"})) {
                statement.setString(1, item);
                statement.setBigDecimal(2, total);
                statement.setString(3, card);
                statement.executeUpdate();
                return generated(statement);
            }
        });
    }

    private static long generated(Statement statement) throws SQLException {
        try (ResultSet keys = statement.getGeneratedKeys()) {
            keys.next();
            return keys.getLong(1);
        }
    }

    /** The card of one order; empty if the caller's tenant has none of that number. */
    Optional<String> card(Admission.Granted call, long id) throws SQLException {
        String select = "SELECT card FROM " + database.cardTable() + " WHERE id = ?";
        return database.cards().inTransaction(call, OrderScopes.PII, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                statement.setLong(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }
}
