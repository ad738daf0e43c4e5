package dev.zt.jdbc.example;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the service may serve: its database was asked, and holds what the service relies on. Asked anew after each failure,
 * since what comes back may be another server. Safe for concurrent use.
 */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final ShopDatabase database;
    private volatile boolean held;

    Readiness(ShopDatabase database) {
        this.database = database;
    }

    /** As it was found last; looks if it was not found well. */
    boolean isReady() {
        return held || look();
    }

    /** Looks. */
    boolean look() {
        try {
            List<String> findings = database.findings();
            findings.forEach(finding -> LOG.warn("not serving: {}", finding));
            held = findings.isEmpty();
        } catch (SQLException e) {
            LOG.info("not serving: the database cannot be asked", e);
            held = false;
        }
        return held;
    }

    /** Something went wrong with the database itself. */
    void lost() {
        held = false;
    }
}
