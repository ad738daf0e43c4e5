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
    private final TransactionListener listener;
    private boolean clean;
    private boolean bound;
    private boolean spoiled;

    /** Says for whom the next transaction is, as it is then. */
    @FunctionalInterface
    interface Transactions {
        BoundContext next() throws SQLException;
    }

    Lease(Connection raw, Binding binding, Transactions transactions, TransactionListener listener) {
        this.raw = raw;
        this.binding = binding;
        this.transactions = transactions;
        this.listener = listener;
    }

    Connection raw() {
        return raw;
    }

    /** Cleans the session now, so that what the borrower sets in it afterwards stays. */
    void cleanNow(BoundContext context) throws SQLException {
        prepare(context, false);
        if (!raw.getAutoCommit()) {
            raw.commit();
        }
        clean = true;
    }

    /** Before anything that the database is asked. */
    void beforeStatement() throws SQLException {
        if (raw.getAutoCommit()) {
            throw new RefusedTransactionException(JdbcRefusal.AUTOCOMMIT, "call setAutoCommit(false) first");
        }
        if (!bound) {
            BoundContext context = transactions.next();
            bind(context);
            listener.bound(context);
            bound = true;
        }
    }

    /** Writes down that a job begins, also if it fails later. */
    void note(BoundContext context, String job) throws SQLException {
        bind(context);
        binding.note(raw, job);
        raw.commit();
    }

    private void bind(BoundContext context) throws SQLException {
        prepare(context, true);
        clean = true;
    }

    // What the session must be fit for: to be bound, or to be cleaned alone.
    private void prepare(BoundContext context, boolean bind) throws SQLException {
        try {
            if (bind) {
                binding.bind(raw, context, !clean);
            } else {
                binding.clean(raw);
            }
        } catch (RefusedTransactionException e) {
            spoiled = true;
            listener.refused(context.caller(), e.refusal());
            throw e;
        } catch (SQLException | RuntimeException e) {
            // What keeps the session from answering may be what an earlier transaction left.
            spoiled = true;
            throw e;
        }
    }

    // Whatever comes of it, what follows is another transaction.
    void commit() throws SQLException {
        bound = false;
        raw.commit();
    }

    void rollback() throws SQLException {
        bound = false;
        raw.rollback();
    }

    void autoCommit(boolean on) throws SQLException {
        raw.setAutoCommit(on);
        bound &= !on;
    }

    /** Gives the connection back without anything of the call in it, or ends it. */
    void close() throws SQLException {
        try {
            if (!raw.isClosed()) {
                returnClean();
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

    private void returnClean() throws SQLException {
        boolean open = !raw.getAutoCommit();
        if (open) {
            raw.rollback();
        }
        binding.release(raw);
        if (open) {
            raw.commit();
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
