package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * NEVER DO THIS. A search that puts what the caller sends into SQL as it is, and runs whatever came of it, all statements of
 * it. It is here so that the guided run can show what an injection comes to when the database knows who calls: whoever copies
 * from this module copies everything but this class.
 */
final class InjectableSearch {
    private final ShopDatabase database;

    InjectableSearch(ShopDatabase database) {
        this.database = database;
    }

    /** The rows of all statements that came of it. */
    List<String> search(Admission.Granted call, String text) throws SQLException {
        return database.orders().inTransaction(call, OrderScopes.READ, connection -> {
            try (Statement statement = connection.createStatement()) {
                // DELIBERATELY WRONG: the text of a stranger becomes SQL.
                return rows(
                        statement,
                        statement.execute(
                                "SELECT id, tenant, item, total FROM shop.orders WHERE item = '" + text + "'"));
            }
        });
    }

    private static List<String> rows(Statement statement, boolean first) throws SQLException {
        List<String> lines = new ArrayList<>();
        boolean rows = first;
        while (rows || statement.getUpdateCount() != -1) {
            if (rows) {
                read(statement, lines);
            }
            rows = statement.getMoreResults();
        }
        return lines;
    }

    private static void read(Statement statement, List<String> lines) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    line.add(String.valueOf(row.getString(i)));
                }
                lines.add(String.join(" ", line));
            }
        }
    }
}
