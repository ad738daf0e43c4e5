package dev.zt.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a flood of strangers from filling the audit: of their calls that are alike within a span, the first is
 * written whole and the rest are counted. Not safe for concurrent use.
 */
final class Tally {
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final Map<String, Counted> counted = new HashMap<>();

    private static final class Counted {
        final AuditEvent first;
        long more;

        Counted(AuditEvent first) {
            this.first = first;
        }
    }

    /** An event and how many it stands for. */
    record Line(AuditEvent event, long count) {}

    /** Whether the event is to be written now; else it was counted. */
    boolean admits(AuditEvent event) {
        if (!event.isOfStranger()) {
            return true;
        }
        Counted alike = counted.get(key(event));
        if (alike == null) {
            counted.put(key(event), new Counted(event));
            return true;
        }
        alike.more++;
        return false;
    }

    /** The counts whose span is over. */
    List<Line> over(Instant now) {
        List<Line> lines = new ArrayList<>();
        counted.values().removeIf(alike -> {
            boolean over = !now.isBefore(alike.first.time().plus(SPAN));
            if (over && alike.more > 0) {
                lines.add(new Line(alike.first, alike.more));
            }
            return over;
        });
        return lines;
    }

    // Reasons are a closed set and endpoints those of the policy, so strangers cannot make this map grow.
    private static String key(AuditEvent event) {
        return event.outcome() + " " + event.reason() + " " + event.texts().getOrDefault(AuditField.ENDPOINT, "");
    }
}
