package dev.zt.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of HikariCP whose connections go with the certificate that they were made with: after each renewal they are retired
 * when they come back, and no work in progress notices. Safe for concurrent use.
 */
public final class RotatingPool implements AutoCloseable {
    /** How long a connection lives at most where nothing else is said: half of the default life of a certificate. */
    public static final Duration MAX_LIFE = Duration.ofMinutes(30);

    private static final Duration KEEPALIVE = Duration.ofMinutes(1);
    private static final String QUERY_MODE = "preferQueryMode";
    private static final Logger LOG = LoggerFactory.getLogger(RotatingPool.class);

    private final HikariDataSource pool;
    private final Listening renewals;

    private RotatingPool(HikariDataSource pool, Listening renewals) {
        this.pool = pool;
        this.renewals = renewals;
    }

    /**
     * Opens a pool for a PostgreSQL server. It starts without the database and without an identity, and has connections when
     * both are there. Connections do not commit by themselves; the life of each is {@link #MAX_LIFE} at most, and of idle
     * ones the database is asked every minute, if they live longer than two. What the pool sets in a session by a statement, such
     * as its isolation or schema, does not last over the first transaction: set it for the database.
     *
     * @param config with URL, user and size; its properties of the driver are added to
     * @throws IllegalArgumentException if the URL names one of the {@link PostgresTls#properties()}, or
     *     {@code preferQueryMode}; if the config has a data source and no URL; or if it has an isolation
     */
    public static RotatingPool open(HikariConfig config, ServiceIdentity identity, PostgresTls tls) {
        Properties safe = tls.properties();
        if (config.getJdbcUrl() == null
                || config.getDataSource() != null
                || config.getDataSourceClassName() != null
                || config.getDataSourceProperties().containsKey(QUERY_MODE)) {
            throw new IllegalArgumentException("the pool is told of the database by jdbcUrl alone, and nothing of "
                    + QUERY_MODE + ": otherwise the driver does not get what makes the connection safe");
        }
        requireSilent(config.getJdbcUrl(), safe);
        safe.forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        return open(config, identity);
    }

    // The driver takes what the URL says before all properties.
    private static void requireSilent(String url, Properties safe) {
        int query = url.indexOf('?');
        for (String part : query < 0 ? new String[0] : url.substring(query + 1).split("&", -1)) {
            String name = part.contains("=") ? part.substring(0, part.indexOf('=')) : part;
            if (safe.containsKey(name) || name.equals(QUERY_MODE)) {
                throw new IllegalArgumentException(
                        "the URL of the database says '" + name + "', which would undo what makes the connection safe");
            }
        }
    }

    /** The same for any database: the driver's properties are the caller's business. */
    public static RotatingPool open(HikariConfig config, ServiceIdentity identity) {
        if (config.getTransactionIsolation() != null) {
            throw new IllegalArgumentException(
                    "the isolation of a pool is a setting of its sessions, which do not last:"
                            + " ALTER DATABASE ... SET default_transaction_isolation");
        }
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(-1);
        // 0 is for ever there.
        long asked = config.getMaxLifetime() == 0 ? MAX_LIFE.toMillis() : config.getMaxLifetime();
        long life = Math.min(asked, MAX_LIFE.toMillis());
        config.setMaxLifetime(life);
        config.setKeepaliveTime(life > 2 * KEEPALIVE.toMillis() ? KEEPALIVE.toMillis() : 0);
        HikariDataSource pool = new HikariDataSource(config);
        return new RotatingPool(pool, identity.onRenewal(() -> retire(pool)));
    }

    private static void retire(HikariDataSource pool) {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        if (connections != null) {
            connections.softEvictConnections();
            LOG.debug("zt: the connections of {} are retired with their certificate", pool.getPoolName());
        }
    }

    /** The pool, for a {@link ZtDataSource} and for meters. */
    public HikariDataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        try {
            renewals.close();
        } finally {
            pool.close();
        }
    }

    @Override
    public String toString() {
        return "RotatingPool[" + pool.getPoolName() + "]";
    }
}
