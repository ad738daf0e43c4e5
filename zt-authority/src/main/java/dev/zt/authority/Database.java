package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority's memory: an H2 file, used by one process at a time. What {@link #run} and {@link #transact} change is on
 * the disk when they return. Safe for concurrent use.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECTIONS = 8;
    // Each connection of before fails twice: where it is used, and where the pool looks at it again and drops it.
    private static final int STALE = 4 * CONNECTIONS;
    // On the disk, and not only with the system, when it returns.
    private static final String CHECKPOINT = "CHECKPOINT SYNC";
    // Space within the file is not used again while it is open: where H2 does so, an opening after kill -9 finds an
    // older
    // version of the file, with less in it (docs/decisions.md). Compacting gives the space back instead.
    private static final String OPTIONS =
            ";WRITE_DELAY=0;RETENTION_TIME=2147483647;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    private static final long COMPACT_ABOVE = 64L << 20;
    private static final String DUPLICATE = "23505";

    private final Path file;
    private final JdbcConnectionPool pool;
    private final ReadWriteLock opened = new ReentrantReadWriteLock();
    private volatile long compactAbove;

    private Database(Path file, JdbcConnectionPool pool, long compactAbove) {
        this.file = file;
        this.pool = pool;
        this.compactAbove = compactAbove;
    }

    /** Work in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException, RefusedException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * Opens the file, making it if it is not there, and brings its tables up to date.
     *
     * @throws ConfigurationException if another process has it, or it cannot be read
     */
    static Database open(Path directory) {
        return open(directory, COMPACT_ABOVE);
    }

    /** The same with a size from which on compacting is worth its time. */
    static Database open(Path directory, long compactAbove) {
        Path file = directory.resolve("state");
        String url = "jdbc:h2:file:" + file.toAbsolutePath() + OPTIONS;
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "zt", "");
        pool.setMaxConnections(CONNECTIONS);
        try {
            pool.getConnection().close();
            keepFromOthers(directory.resolve("state.mv.db"));
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:db/zt-authority")
                    .loggers("slf4j")
                    .load()
                    .migrate();
            return new Database(directory.resolve("state.mv.db"), pool, compactAbove);
        } catch (SQLException e) {
            pool.dispose();
            throw unusable(file, e);
        } catch (FlywayException e) {
            pool.dispose();
            throw new ConfigurationException(
                    Place.of(file + ".mv.db"), "its tables cannot be brought up to date: " + e.getMessage());
        }
    }

    // The directory keeps others out already; this also holds for a copy of the file.
    private static void keepFromOthers(Path file) {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (posix != null) {
                posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new ConfigurationException(Place.of(file.toString()), "must belong to the authority's own user");
        }
    }

    private static ConfigurationException unusable(Path file, SQLException e) {
        Place place = Place.of(file + ".mv.db");
        if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return new ConfigurationException(
                    place, "another authority uses it; stop that one, or give this one a directory of its own");
        }
        LOG.error("zt: the authority's state cannot be opened", e);
        return new ConfigurationException(
                place,
                "cannot be opened (H2 error " + e.getErrorCode()
                        + "); put a backup in its place, or start in an empty directory and let all instances join anew");
    }

    /**
     * Runs work in a transaction that is on the disk when this returns; nothing of it remains if it throws. Work that
     * comes to what others put there meanwhile is run once more, and sees it then.
     */
    <T> T transact(Work<T> work) throws SQLException, RefusedException {
        try {
            return attempt(work, CHECKPOINT);
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return attempt(work, CHECKPOINT);
            }
            throw e;
        }
    }

    private <T> T attempt(Work<T> work, String last) throws SQLException, RefusedException {
        // After a failure of the disk H2 closes the file and opens it anew; the pool still has connections of before.
        for (int stale = 0; stale < STALE; stale++) {
            opened.readLock().lock();
            try {
                return once(work, last);
            } catch (ClosedException e) {
                LOG.debug("zt: a connection of before the state file was closed", e);
            } finally {
                opened.readLock().unlock();
            }
        }
        throw new SQLException("the state file cannot be opened again");
    }

    /** The state file was closed under a transaction of which nothing was committed. */
    private static final class ClosedException extends Exception {
        private static final long serialVersionUID = 1L;

        ClosedException(SQLException cause) {
            super(cause);
        }
    }

    private <T> T once(Work<T> work, String last) throws SQLException, RefusedException, ClosedException {
        try (Connection connection = connection()) {
            T result;
            try {
                connection.setAutoCommit(false);
                result = work.in(connection);
            } catch (SQLException e) {
                if (isClosed(e)) {
                    throw new ClosedException(e);
                }
                connection.rollback();
                throw e;
            } catch (RefusedException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
            connection.commit();
            if (!last.isEmpty()) {
                update(connection, last);
            }
            return result;
        }
    }

    private Connection connection() throws SQLException, ClosedException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            if (isClosed(e)) {
                throw new ClosedException(e);
            }
            throw e;
        }
    }

    private static boolean isClosed(SQLException e) {
        return e.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED
                || e.getErrorCode() == ErrorCode.OBJECT_CLOSED
                || e.getErrorCode() == ErrorCode.DATABASE_CALLED_AT_SHUTDOWN;
    }

    /** Gives back the space within the file if there is much of it; whoever asks meanwhile waits. */
    void compactIfLarge() {
        if (size() < compactAbove) {
            return;
        }
        opened.writeLock().lock();
        try (Connection connection = pool.getConnection()) {
            update(connection, "SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.warn("zt: the state file cannot be compacted; trying again later", e);
        } finally {
            dropStaleConnections();
            opened.writeLock().unlock();
        }
        compactAbove = Math.max(compactAbove, 4 * size());
    }

    private void dropStaleConnections() {
        for (int i = 0; i < STALE; i++) {
            try (Connection connection = pool.getConnection()) {
                counter(connection, "status-version");
            } catch (SQLException e) {
                LOG.debug("zt: a connection of before the state file was compacted", e);
            }
        }
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * The same for work that refuses nobody.
     *
     * @throws IllegalStateException if the database fails
     */
    <T> T run(Work<T> work) {
        try {
            return transact(work);
        } catch (SQLException | RefusedException e) {
            throw new IllegalStateException("the authority's state cannot be used", e);
        }
    }

    /**
     * Runs work that changes nothing.
     *
     * @throws IllegalStateException if the database fails
     */
    <T> T read(Work<T> work) {
        try {
            return attempt(work, "");
        } catch (SQLException | RefusedException e) {
            throw new IllegalStateException("the authority's state cannot be used", e);
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static <T> List<T> all(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.of(rows));
            }
            return all;
        }
    }

    static <T> Optional<T> one(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        return all(connection, sql, row, values).stream().findFirst();
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Raises a counter, and says what it is then. */
    static long raise(Connection connection, String counter, long least) throws SQLException {
        update(connection, "UPDATE counter SET number = GREATEST(number + 1, ?) WHERE name = ?", least, counter);
        return counter(connection, counter);
    }

    static long counter(Connection connection, String counter) throws SQLException {
        return one(connection, "SELECT number FROM counter WHERE name = ?", row -> row.getLong(1), counter)
                .orElse(0L);
    }

    @Override
    public void close() {
        try (Connection connection = pool.getConnection()) {
            update(connection, "SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.warn("zt: closing the authority's state", e);
        }
        pool.dispose();
    }
}
