package dev.zt.audit;

import dev.zt.config.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line for each decision: permits at INFO to {@code zt.audit.permit}, all else at WARN to
 * {@code zt.audit.deny}. Every value is escaped, so no caller can forge a line. Safe for concurrent use.
 */
public final class Slf4jAuditSink implements AuditSink {
    private static final Logger PERMITS = LoggerFactory.getLogger("zt.audit.permit");
    private static final Logger DENIALS = LoggerFactory.getLogger("zt.audit.deny");

    /** A sink to the two loggers. */
    public Slf4jAuditSink() {}

    @Override
    public void record(AuditEvent event) {
        if (event.outcome() == AuditEvent.Outcome.PERMIT) {
            if (PERMITS.isInfoEnabled()) {
                PERMITS.info(line(event));
            }
        } else if (DENIALS.isWarnEnabled()) {
            DENIALS.warn(line(event));
        }
    }

    private static String line(AuditEvent event) {
        StringBuilder line = new StringBuilder(256);
        event.forEach((field, text) -> {
            if (field != AuditField.TIME) {
                line.append(line.length() == 0 ? "" : " ")
                        .append(field.key())
                        .append('=')
                        .append(quoted(text));
            }
        });
        return line.toString();
    }

    private static String quoted(String text) {
        String safe = Printable.of(text);
        boolean plain = !safe.isEmpty() && safe.indexOf(' ') < 0 && safe.indexOf('"') < 0 && safe.indexOf('=') < 0;
        return plain ? safe : "\"" + safe.replace("\"", "\\u0022") + "\"";
    }
}
