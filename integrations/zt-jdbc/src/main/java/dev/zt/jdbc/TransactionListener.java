package dev.zt.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told of each transaction that was bound or refused, on the thread that asks. What it throws refuses the transaction, so
 * an audit that must not miss one throws. It is not told of {@link JdbcRefusal#AUTOCOMMIT} and {@link JdbcRefusal#NOT_YOURS},
 * which are mistakes of the program in a connection that it has.
 */
public interface TransactionListener {
    /** A transaction was bound; its first statement follows. */
    void bound(BoundContext context);

    /**
     * A transaction was refused before its first statement.
     *
     * @param who the caller or the job as far as it is known; a hyphen if it is not
     */
    void refused(String who, JdbcRefusal refusal);

    /** Writes system jobs and refusals to the log of this package, and calls at the level of debugging. */
    static TransactionListener logging() {
        Logger log = LoggerFactory.getLogger(TransactionListener.class);
        return new TransactionListener() {
            @Override
            public void bound(BoundContext context) {
                if (context.job().isPresent()) {
                    log.info("zt: {} for tenant {} with {}", context.caller(), context.tenant(), context.scope());
                } else {
                    log.debug("zt: {} for tenant {} with {}", context.caller(), context.tenant(), context.scope());
                }
            }

            @Override
            public void refused(String who, JdbcRefusal refusal) {
                log.warn("zt: a transaction of {} was refused: {} {}", who, refusal.code(), refusal.text());
            }
        };
    }
}
