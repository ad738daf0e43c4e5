package dev.zt.jdbc.stores;

import dev.zt.identity.CallerId;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Used proofs in the table {@code zt1_used_proof} of a database, shared by all instances of a service. Safe for concurrent
 * use; one statement in a transaction of its own for each proof, by the clock of the database, and never asked twice for
 * one answer.
 *
 * <p>After the database lost the table's content or, where that can be seen, began anew, and when it is used for the first
 * time, proofs that could have been used before are {@link Use#UNAVAILABLE} for up to {@link #longestUse()}; so is
 * everything while the database does not answer. How long a call may wait for a connection is the data source's to bound;
 * a statement has 2 s. Past half of the capacity a caller is held to an equal share of the rest.
 */
public final class JdbcReplayStore implements ReplayStore, AutoCloseable {
    /** The standard capacity: 1,048,576 proofs. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcReplayStore.class);
    private static final long UPKEEP_SECONDS = 5;

    private final Table table;
    private final Database database;
    private final Duration longestUse;
    private final Upkeep upkeep;
    private final @Nullable InstantSource databaseTime;
    private final @Nullable ScheduledExecutorService background;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Shares shares;

    /** What the database knows of a proof and of its own memory. */
    private record State(
            long now, @Nullable Long since, @Nullable Long forgotten, boolean known) {
        static State read(ResultSet row) throws SQLException {
            return new State(
                    row.getLong(1), (Long) row.getObject(2), (Long) row.getObject(3), row.getObject(4) != null);
        }
    }

    JdbcReplayStore(JdbcReplayStoreBuilder builder, @Nullable InstantSource databaseTime) {
        this.table = new Table(builder.dataSource);
        this.database = builder.database;
        this.longestUse = builder.longestUse;
        this.upkeep = new Upkeep(table, database, builder.capacity);
        this.databaseTime = databaseTime;
        this.shares = Shares.empty(builder.capacity);
        prepare(builder.creating);
        this.background = databaseTime == null ? startUpkeep() : null;
    }

    /** A store in a database of the application's; stays the application's to close. */
    public static JdbcReplayStoreBuilder builder(DataSource dataSource, Database database) {
        return new JdbcReplayStoreBuilder(dataSource, database);
    }

    // The database may be away: then its memory begins with the first use that reaches it.
    private void prepare(boolean creating) {
        try {
            if (creating) {
                table.create();
            }
            begin();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("zt: the replay store cannot be prepared: {}", said(e));
        }
    }

    private ScheduledExecutorService startUpkeep() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "zt-replay-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleWithFixedDelay(this::upkeep, 0, UPKEEP_SECONDS, TimeUnit.SECONDS);
        return executor;
    }

    void upkeep() {
        try {
            upkeep.forget(now());
            shares = upkeep.count();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("zt: proofs that have ended cannot be deleted now: {}", said(e));
        }
    }

    @Override
    public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
        try {
            Use use =
                    use(key.bytes(), ByteBuffer.wrap(ReplayKey.ofCaller(caller)).getLong(), until.toEpochMilli());
            if (away.compareAndSet(true, false)) {
                LOG.info("zt: the replay store answers again");
            }
            return use;
        } catch (SQLException | RuntimeException e) {
            // Once, and not for each call that meets it.
            if (away.compareAndSet(false, true)) {
                LOG.warn("zt: the replay store cannot be asked: {}", said(e));
            }
            return Use.UNAVAILABLE;
        }
    }

    private Use use(byte[] proof, long caller, long until) throws SQLException {
        Shares current = shares;
        boolean room = current.hasRoomFor(caller);
        if (room && table.change(database.firstUse, proof, caller, until, longestUse.toMillis(), now()) == 1) {
            current.add(caller);
            return Use.FIRST;
        }
        State state = table.read(database.state, State::read, proof, now()).get(0);
        if (state.since() == null || state.forgotten() == null) {
            begin();
            return Use.UNAVAILABLE;
        }
        if (state.known()) {
            return Use.SEEN;
        }
        if (until <= state.now() || until <= state.forgotten()) {
            return Use.FORGOTTEN;
        }
        return room ? Use.UNAVAILABLE : Use.SHARE_EXHAUSTED;
    }

    private void begin() throws SQLException {
        int begun = table.change(database.beginAgain, now()) + table.change(database.begin, now());
        table.change(database.beginForgetting);
        if (begun > 0) {
            LOG.info(
                    "zt: the replay memory begins; proofs that could have been used before are refused for {} s",
                    longestUse.toSeconds());
        }
    }

    // The first line: drivers add the statement, and some a stack.
    private static String said(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getName());
    }

    private @Nullable Long now() {
        InstantSource time = databaseTime;
        return time == null ? null : time.millis();
    }

    @Override
    public Reach reach() {
        return Reach.SHARED;
    }

    @Override
    public Duration longestUse() {
        return longestUse;
    }

    /** Ends the upkeep; the data source stays open. */
    @Override
    public void close() {
        if (background != null) {
            background.shutdownNow();
        }
    }
}
