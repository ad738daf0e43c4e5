package dev.zt.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done inside one bound transaction.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface TransactionWork<T> {
    /**
     * Does it. What it throws rolls the transaction back.
     *
     * @param connection of this transaction alone; not to be kept, committed or rolled back
     */
    T run(Connection connection) throws SQLException;
}
