package dev.zt.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of JSON lines, mode 0600, one decision each, written by a thread of its own and rotated under a cap.
 *
 * <p>Alike calls of strangers within ten seconds become one line with a {@code count}. When the queue of 8,192 events is
 * full or the disk has failed, {@link #record} throws; what was lost, queued events included, is counted and the count
 * written as soon as writing works again. One former file is kept, with {@code .1} behind its name. Safe for concurrent use.
 */
public final class JsonLinesAuditSink implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesAuditSink.class);
    private static final int QUEUE = 8192;
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final BlockingQueue<AuditEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final Tally tally = new Tally();
    private final CappedFile file;
    private final InstantSource clock;
    private final Thread writer;
    private volatile boolean open = true;
    private volatile boolean failing;

    /**
     * Opens the file for appending and starts the thread.
     *
     * @param maxBytes the size at which the file is rotated
     * @throws UncheckedIOException if the file cannot be written
     */
    public JsonLinesAuditSink(Path file, long maxBytes, InstantSource clock) {
        this.file = CappedFile.open(file, maxBytes);
        this.clock = clock;
        this.writer = new Thread(this::write, "zt-audit");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void record(AuditEvent event) {
        if (failing) {
            lost.incrementAndGet();
            throw new IllegalStateException("the audit file cannot be written");
        }
        // Half of the queue is for proven callers and notices, so that strangers cannot crowd their events out.
        boolean crowded = event.isOfStranger() && queue.remainingCapacity() < QUEUE / 2;
        if (!open || crowded || !queue.offer(event)) {
            lost.incrementAndGet();
            throw new IllegalStateException("the audit file does not keep up");
        }
        if (!open && queue.remove(event)) {
            lost.incrementAndGet();
            throw new IllegalStateException("the audit file was closed");
        }
    }

    /** How many events were lost and not yet written of. */
    public long lost() {
        return lost.get();
    }

    private void write() {
        while (open || !queue.isEmpty()) {
            try {
                writeNext();
            } catch (InterruptedException e) {
                open = false;
            }
        }
        tally.over(java.time.Instant.MAX).forEach(line -> append(line.event(), line.count()));
        file.close();
    }

    private void writeNext() throws InterruptedException {
        AuditEvent event = queue.poll(200, TimeUnit.MILLISECONDS);
        if (event != null && tally.admits(event)) {
            append(event, 1);
        }
        if (event == null && failing) {
            tryAgain();
        }
        tally.over(clock.instant()).forEach(line -> append(line.event(), line.count()));
    }

    // The count of what was lost is the first thing to be written once writing works.
    private void tryAgain() {
        try {
            writeGap();
            failing = false;
            LOG.info("zt: the audit file {} can be written again", file);
        } catch (IOException e) {
            LOG.debug("zt: the audit file {} still cannot be written", file, e);
        }
    }

    private void writeGap() throws IOException {
        long gap = lost.get();
        if (gap > 0) {
            file.append("{\"lost\":" + gap + "}\n");
            lost.addAndGet(-gap);
        }
    }

    private void append(AuditEvent event, long count) {
        try {
            writeGap();
            file.append(json(event, count));
            failing = false;
        } catch (IOException e) {
            lost.addAndGet(count);
            if (!failing) {
                LOG.error("zt: the audit file {} cannot be written", file, e);
            }
            failing = true;
        }
    }

    private static String json(AuditEvent event, long count) throws IOException {
        StringWriter line = new StringWriter(384);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<AuditField, String> field : event.fields().entrySet()) {
                if (!field.getValue().isEmpty()) {
                    json.writeStringField(field.getKey().key(), field.getValue());
                }
            }
            if (count > 1) {
                json.writeStringField(AuditField.COUNT.key(), Long.toString(count));
            }
            json.writeEndObject();
        }
        return line.append('\n').toString();
    }

    /** Writes what is queued, for at most two seconds, and closes the file. */
    @Override
    public void close() {
        open = false;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
