package dev.zt.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** How one kind of database takes in for whom a transaction is. Safe for concurrent use. */
interface Binding {
    /** Whether the database sets a role for each transaction, so that each scope needs one. */
    boolean hasRoles();

    /**
     * Binds the transaction that the next statement begins, in one statement.
     *
     * @throws RefusedTransactionException if the session is not fit for it; it must not be used again
     */
    void bind(Connection connection, BoundContext context) throws SQLException;

    /**
     * Takes back what does not end with the transaction, before the session returns to its pool.
     *
     * @throws SQLException if that fails; the session must not be used again
     */
    void release(Connection connection) throws SQLException;
}
