package dev.zt.jdbc.example;

import dev.zt.jdbc.ZtDataSource;
import java.sql.SQLException;
import java.util.List;

/** The database as the service of orders uses it. Safe for concurrent use. */
interface ShopDatabase extends AutoCloseable {
    /** For everything but cards. */
    ZtDataSource orders();

    /** For cards: another login, so that no session of {@link #orders} can come to them. */
    ZtDataSource cards();

    /** What new orders are inserted into. */
    String insertable();

    /** Where cards are read from. */
    String cardTable();

    /**
     * What of the database's settings does not hold; the service serves nobody until that is empty.
     *
     * @throws SQLException if the database cannot be asked
     */
    List<String> findings() throws SQLException;

    @Override
    void close();
}
