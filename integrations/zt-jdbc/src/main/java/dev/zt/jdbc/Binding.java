package dev.zt.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** How one kind of database takes in for whom a transaction is. Safe for concurrent use. */
interface Binding {
    /** Whether the database sets a role for each transaction, so that each scope needs one. */
    boolean hasRoles();

    /** Takes back what earlier transactions left in the session, for whoever ends its transactions himself. */
    void clean(Connection connection) throws SQLException;

    /**
     * Binds the transaction that the next statement begins, in one statement.
     *
     * @param clean whether to take back what earlier transactions left in the session as well
     * @throws RefusedTransactionException if the session is not fit for it; it must not be used again
     */
    void bind(Connection connection, BoundContext context, boolean clean) throws SQLException;

    /** Writes down that a job begins, in the transaction that is bound. */
    void note(Connection connection, String job) throws SQLException;

    /**
     * Takes back what does not end with the transaction, before the session returns to its pool.
     *
     * @throws SQLException if that fails; the session must not be used again
     */
    void release(Connection connection) throws SQLException;
}
