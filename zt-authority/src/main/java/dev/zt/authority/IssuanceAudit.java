package dev.zt.authority;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.AuditSink;
import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what was issued, what was refused, and what operators did. Safe for concurrent use. */
final class IssuanceAudit {
    private static final Logger LOG = LoggerFactory.getLogger(IssuanceAudit.class);
    private static final String SERVICE = "zt/authority";
    // Somebody has what only one may have.
    private static final Set<Refusal> ALARMS = Set.of(Refusal.JOIN_TOKEN_USED, Refusal.RENEWAL_CLONED);

    private final AuditSink sink;
    private final InstantSource clock;

    IssuanceAudit(AuditSink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    void record(String what, Issuance issuance, String address) {
        Map<AuditField, String> texts = texts(what);
        texts.put(AuditField.PATH, address);
        if (issuance instanceof Issuance.Given given) {
            record(
                    AuditEvent.Outcome.PERMIT,
                    0,
                    "issued",
                    Optional.of(given.workload()),
                    InstanceId.parse(given.instance()),
                    texts);
        } else if (issuance instanceof Issuance.Refused refused) {
            texts.put(AuditField.NEAREST, refused.subject());
            if (ALARMS.contains(refused.reason())) {
                LOG.warn("zt: ALARM {} from {}", refused.reason().id(), address);
            }
            AuditEvent.Outcome outcome =
                    refused.reason().status() == 503 ? AuditEvent.Outcome.UNAVAILABLE : AuditEvent.Outcome.DENY;
            record(
                    outcome,
                    refused.reason().status(),
                    refused.reason().id(),
                    Optional.empty(),
                    Optional.empty(),
                    texts);
        }
    }

    /** Records what an operator did or could not do. */
    void administered(String who, String what, String subject, int status) {
        Map<AuditField, String> texts = texts("admin");
        texts.put(AuditField.METHOD, what);
        texts.put(AuditField.PATH, subject);
        texts.put(AuditField.NEAREST, who);
        boolean done = status < 400;
        record(
                done ? AuditEvent.Outcome.PERMIT : AuditEvent.Outcome.DENY,
                done ? 0 : status,
                done ? "administered" : "admin-refused",
                Optional.empty(),
                Optional.empty(),
                texts);
    }

    private static Map<AuditField, String> texts(String endpoint) {
        Map<AuditField, String> texts = new EnumMap<>(AuditField.class);
        texts.put(AuditField.SERVICE, SERVICE);
        texts.put(AuditField.ENDPOINT, endpoint);
        return texts;
    }

    private void record(
            AuditEvent.Outcome outcome,
            int status,
            String reason,
            Optional<CallerId> caller,
            Optional<InstanceId> instance,
            Map<AuditField, String> texts) {
        try {
            sink.record(new AuditEvent(clock.instant(), outcome, status, reason, caller, instance, 0, texts));
        } catch (RuntimeException e) {
            LOG.error("zt: an event of the authority could not be recorded", e);
        }
    }
}
