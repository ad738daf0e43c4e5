package dev.zt.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the pool in the hands of one call: binds each of its transactions before the first statement. */
final class Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Connection raw;
    private final Binding binding;
    private final Transactions transactions;
    private boolean bound;
    private boolean spoiled;

    /** Says for whom the next transaction is, as it is then. */
    @FunctionalInterface
    interface Transactions {
        BoundContext next() throws SQLException;
    }

    Lease(Connection raw, Binding binding, Transactions transactions) {
        this.raw = raw;
        this.binding = binding;
        this.transactions = transactions;
    }

    Connection raw() {
        return raw;
    }

    /** Before anything that the database is asked. */
    void beforeStatement() throws SQLException {
        if (raw.getAutoCommit()) {
            throw new RefusedTransactionException(JdbcRefusal.AUTOCOMMIT, "call setAutoCommit(false) first");
        }
        if (bound) {
            return;
        }
        BoundContext context = transactions.next();
        try {
            binding.bind(raw, context);
        } catch (RefusedTransactionException e) {
            spoiled = true;
            throw e;
        }
        bound = true;
    }

    void commit() throws SQLException {
        raw.commit();
        bound = false;
    }

    void rollback() throws SQLException {
        raw.rollback();
        bound = false;
    }

    void autoCommit(boolean on) throws SQLException {
        raw.setAutoCommit(on);
        bound &= !on;
    }

    /** Gives the connection back without anything of the call in it, or ends it. */
    void close() throws SQLException {
        try {
            if (!raw.isClosed() && !raw.getAutoCommit()) {
                raw.rollback();
                binding.release(raw);
                raw.commit();
            }
        } catch (SQLException e) {
            spoiled = true;
            LOG.debug("zt: a session could not be cleaned and is ended", e);
        }
        if (spoiled) {
            end();
        } else {
            raw.close();
        }
    }

    // The pool must learn of it, and may complain that it cannot clean what has ended.
    private void end() throws SQLException {
        raw.abort(Runnable::run);
        try {
            raw.close();
        } catch (SQLException e) {
            LOG.debug("zt: a session that was ended", e);
        }
    }
}
