package dev.zt.audit;

import dev.zt.config.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line for each event: permits at INFO to {@code zt.audit.permit}, refusals at WARN to {@code zt.audit.deny},
 * notices at WARN to {@code zt.audit.notice}. Every value is escaped, so no caller can forge a line. Safe for concurrent use.
 */
public final class Slf4jAuditSink implements AuditSink {
    private static final Logger PERMITS = LoggerFactory.getLogger("zt.audit.permit");
    private static final Logger DENIALS = LoggerFactory.getLogger("zt.audit.deny");
    private static final Logger NOTICES = LoggerFactory.getLogger("zt.audit.notice");

    /** A sink to the three loggers. */
    public Slf4jAuditSink() {}

    @Override
    public void record(AuditEvent event) {
        switch (event.outcome()) {
            case PERMIT -> {
                if (PERMITS.isInfoEnabled()) {
                    PERMITS.info(line(event));
                }
            }
            case DENY, UNAVAILABLE -> warn(DENIALS, event);
            case NOTICE -> warn(NOTICES, event);
        }
    }

    private static void warn(Logger logger, AuditEvent event) {
        if (logger.isWarnEnabled()) {
            logger.warn(line(event));
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
