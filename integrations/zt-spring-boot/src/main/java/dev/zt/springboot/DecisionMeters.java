package dev.zt.springboot;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.AuditSink;
import dev.zt.guard.Guard;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times decisions: {@code zt.decisions} by outcome, reason and endpoint, {@code zt.notices} by reason, and {@code
 * zt.audit.unrecorded}. The values of the tags are the words of this library and of the policy; who called is none of them,
 * since callers could then fill the memory of a registry.
 */
final class DecisionMeters implements AuditSink {
    private static final String NONE = "none";

    private final Meter.MeterProvider<Timer> decisions;
    private final Meter.MeterProvider<Counter> notices;

    DecisionMeters(Guard guard, MeterRegistry registry) {
        this.decisions = Timer.builder("zt.decisions")
                .description("how long it took to verify a caller and to decide")
                .withRegistry(registry);
        this.notices = Counter.builder("zt.notices")
                .description("changes of posture and alarms")
                .withRegistry(registry);
        FunctionCounter.builder("zt.audit.unrecorded", guard, Guard::unrecorded)
                .description("events that the audit could not take")
                .register(registry);
        guard.listen(this);
    }

    @Override
    public void record(AuditEvent event) {
        if (event.outcome() == AuditEvent.Outcome.NOTICE) {
            notices.withTag("reason", event.reason()).increment();
            return;
        }
        String endpoint = event.text(AuditField.ENDPOINT);
        decisions
                .withTags(
                        "outcome", event.outcome().name().toLowerCase(Locale.ROOT),
                        "reason", event.reason(),
                        "endpoint", endpoint.isEmpty() ? NONE : endpoint)
                .record(event.micros(), TimeUnit.MICROSECONDS);
    }
}
