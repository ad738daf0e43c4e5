package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.AuditSink;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link AuditSink} must keep; whoever writes one extends this. Each case prints one line, {@code audit-sink | name |
 * case | result}.
 *
 * <p>JUnit 5 makes one object for each case; not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
public abstract class AuditSinkContract implements Contract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final WorkloadId CALLER = WorkloadId.of("spiffe://shop.example/billing");

    private AuditSink sink;

    /** A contract whose sink is opened anew for each case. */
    protected AuditSinkContract() {}

    /** The name of the sink in the matrix, such as {@code json-lines}. */
    protected abstract String name();

    /** Opens the sink under test, with nothing in it. */
    protected abstract AuditSink open() throws Exception;

    /** What the sink has kept: the text of each event, oldest first. Asked once at the end of a case; may close the sink. */
    protected abstract List<String> kept() throws Exception;

    @Override
    public final String contract() {
        return "audit-sink";
    }

    @Override
    public final String implementation() {
        return name();
    }

    @BeforeEach
    void openSink() throws Exception {
        sink = open();
    }

    private static AuditEvent event(AuditEvent.Outcome outcome, String reason, String path) {
        boolean permitted = outcome == AuditEvent.Outcome.PERMIT;
        return new AuditEvent(
                NOW,
                outcome,
                permitted ? 0 : 403,
                reason,
                Optional.of(CALLER),
                InstanceId.parse("billing-1"),
                12,
                Map.of(AuditField.SERVICE, "orders", AuditField.PATH, path));
    }

    private static void assertHolds(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + " is missing in " + text);
        }
    }

    @Test
    void keeps_everyDecision_inOrder() throws Exception {
        sink.record(event(AuditEvent.Outcome.PERMIT, "permitted", "/orders/1"));
        sink.record(event(AuditEvent.Outcome.DENY, "scope-missing", "/orders/2"));
        sink.record(event(AuditEvent.Outcome.UNAVAILABLE, "status-unavailable", "/orders/3"));

        List<String> kept = kept();
        assertEquals(3, kept.size(), kept::toString);
        assertHolds(kept.get(0), "permitted", "/orders/1", CALLER.toString(), "billing-1");
        assertHolds(kept.get(1), "scope-missing", "/orders/2", "403", "orders");
        assertHolds(kept.get(2), "status-unavailable", "/orders/3");
    }

    @Test
    void keeps_refusalsOfStrangersAndNotices() throws Exception {
        sink.record(new AuditEvent(
                NOW,
                AuditEvent.Outcome.DENY,
                401,
                "nothing-presented",
                Optional.empty(),
                Optional.empty(),
                1,
                Map.of()));
        sink.record(new AuditEvent(
                NOW,
                AuditEvent.Outcome.NOTICE,
                0,
                "posture-elevated",
                Optional.empty(),
                Optional.empty(),
                0,
                Map.of(AuditField.WHY, "twelve replays")));

        List<String> kept = kept();
        assertEquals(2, kept.size(), kept::toString);
        assertHolds(kept.get(0), "nothing-presented");
        assertHolds(kept.get(1), "posture-elevated", "twelve replays");
    }

    @Test
    void keeps_foreignText_onItsPlace() throws Exception {
        // Line breaks of any kind, beginnings of what terminals obey, what turns the direction of writing, and a forged
        // field.
        String hostile = "/a\nb\r\u0085\u2028\u2029\u001b[2J\u009b2J\u202e\u2066\"}\\ reason=permitted";
        sink.record(event(AuditEvent.Outcome.DENY, "not-allowed", hostile));
        sink.record(event(AuditEvent.Outcome.DENY, "never", "/"));

        List<String> kept = kept();
        assertEquals(2, kept.size(), "a caller's text has begun an event");
        for (String text : kept) {
            assertFalse(text.chars().anyMatch(AuditSinkContract::controls), "a caller's text controls who reads it");
        }
        String first = kept.get(0);
        assertHolds(first, "not-allowed");
        // What stands between quotation marks is a value and no field.
        String fields = first.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "");
        assertFalse(fields.contains("reason=permitted"), () -> "a caller's text has become a field of " + first);
        assertHolds(kept.get(1), "never");
    }

    private static boolean controls(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    @Test
    void keeps_whatManyThreadsRecord() throws Exception {
        AtomicInteger number = new AtomicInteger();
        for (Future<Boolean> each : Crowd.of(8, () -> {
            for (int i = 0; i < 50; i++) {
                String path = "/orders/" + number.incrementAndGet() + "/";
                sink.record(event(AuditEvent.Outcome.PERMIT, "permitted", path));
            }
            return true;
        })) {
            assertTrue(each.get());
        }

        List<String> kept = kept();
        assertEquals(400, kept.size());
        List<String> missing = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            String path = "/orders/" + i + "/";
            if (kept.stream().noneMatch(text -> text.contains(path))) {
                missing.add(path);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void keeps_whatAnotherSinkLoses() throws Exception {
        AuditSink broken = event -> {
            throw new IllegalStateException("on purpose");
        };
        AuditEvent event = event(AuditEvent.Outcome.PERMIT, "permitted", "/orders/1");

        assertThrows(IllegalStateException.class, () -> broken.and(sink).record(event));
        assertThrows(IllegalStateException.class, () -> sink.and(broken).record(event));
        assertDoesNotThrow(() -> sink.record(event));
        assertEquals(3, kept().size());
    }
}
