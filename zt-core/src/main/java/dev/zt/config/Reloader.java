package dev.zt.config;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that looks at files again and again, so that no request has to. Safe for concurrent use. */
public final class Reloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final ScheduledExecutorService thread;
    private final Duration interval;

    /**
     * Starts the thread.
     *
     * @param interval the time between two looks, at least 10 ms
     */
    public Reloader(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("the reload interval is at least 10 ms");
        }
        this.interval = interval;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "zt-reload");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** A thread with the interval that the settings name. */
    public static Reloader from(Settings settings) {
        return new Reloader(interval(settings));
    }

    /** The interval that the settings name, 10 ms to 10 min; default 1 s. */
    public static Duration interval(Settings settings) {
        return settings.duration(
                Setting.RELOAD_INTERVAL, Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(10));
    }

    /** Runs a look at every interval from now on; what it throws is logged and does not end it. */
    public void every(Runnable look) {
        // Returned only to cancel one look; close() ends them all.
        var unused = thread.scheduleWithFixedDelay(
                () -> runSafely(look), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void runSafely(Runnable look) {
        try {
            look.run();
        } catch (Throwable e) {
            // Errors as well: a schedule ends without a word at the first thing thrown.
            tell(e);
        }
    }

    private static void tell(Throwable failure) {
        try {
            LOG.warn("zt: a reload failed", failure);
        } catch (Throwable e) {
            // So little memory that nothing can be said; the next look may have more.
        }
    }

    /** Lets a look that has begun end, for two seconds, and stops the thread. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            // An interrupt would close files in the middle of being written.
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
