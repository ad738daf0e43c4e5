package dev.zt.audit;

/**
 * Where events go. Safe for concurrent use; called on the thread of the request, so it must not wait.
 *
 * <p>A sink that cannot keep an event throws. The guard then counts the loss and goes on, or, where the audit is
 * required, refuses the call.
 */
@FunctionalInterface
public interface AuditSink {
    /** Takes one event. */
    void record(AuditEvent event);

    /** A sink that hands each event to both, also if the first one fails. */
    default AuditSink and(AuditSink other) {
        return event -> {
            try {
                record(event);
            } finally {
                other.record(event);
            }
        };
    }
}
