package dev.zt.jdbc.example;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the service may serve: its database was asked, and holds what the service relies on. Asked anew after each failure,
 * since what comes back may be another server. Safe for concurrent use.
 */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final Asking database;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean held;

    /** Asks the database what of its settings does not hold. */
    interface Asking {
        List<String> findings() throws SQLException;
    }

    Readiness(Asking database) {
        this.database = database;
    }

    /** As it was found last; looks if it was not found well. */
    boolean isReady() {
        return held || look();
    }

    /** Looks; answers as it was found last while somebody else does, since anybody may ask. */
    boolean look() {
        if (!looking.tryLock()) {
            return held;
        }
        try {
            List<String> findings = database.findings();
            findings.forEach(finding -> LOG.warn("not serving: {}", finding));
            held = findings.isEmpty();
        } catch (SQLException e) {
            LOG.info("not serving: the database cannot be asked", e);
            held = false;
        } finally {
            looking.unlock();
        }
        return held;
    }

    /** Something went wrong with the database itself. */
    void lost() {
        held = false;
    }
}
