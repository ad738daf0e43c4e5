package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event in memory. Safe for concurrent use. */
public final class RecordingAuditSink implements AuditSink {
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final JudgedAnswers answers = new JudgedAnswers();

    /** A sink that holds nothing yet. */
    public RecordingAuditSink() {}

    @Override
    public void record(AuditEvent event) {
        events.add(event);
    }

    /** Keeps none of the events so far. */
    public void forget() {
        events.clear();
        answers.forget();
    }

    /** Which answers the decisions belong to. */
    JudgedAnswers answers() {
        return answers;
    }

    /** The events so far, decisions and notices, oldest first. */
    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** The events that each belong to one call, oldest first: all but notices. */
    public List<AuditEvent> decisions() {
        return events.stream()
                .filter(event -> event.outcome() != AuditEvent.Outcome.NOTICE)
                .toList();
    }

    /**
     * The newest decision.
     *
     * @throws IllegalStateException if there is none
     */
    public AuditEvent last() {
        List<AuditEvent> all = decisions();
        if (all.isEmpty()) {
            throw new IllegalStateException("nothing was recorded");
        }
        return all.get(all.size() - 1);
    }
}
