package dev.zt.guard;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.AuditSink;
import dev.zt.audit.AuditTexts;
import dev.zt.audit.Redaction;
import dev.zt.policy.Decision;
import dev.zt.policy.Endpoint;
import dev.zt.posture.Posture;
import dev.zt.posture.PostureNotice;
import dev.zt.verify.VerifiedCaller;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each verdict and each notice into one event. Safe for concurrent use. */
final class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditSink sink;
    private final Guard.AuditNeed need;
    private final String service;
    private final InstantSource clock;
    private final Refusals refusals;
    private final AtomicLong unrecorded = new AtomicLong();
    private final List<AuditSink> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean listenerFailed = new AtomicBoolean();

    AuditTrail(AuditSink sink, Guard.AuditNeed need, String service, InstantSource clock, Refusals refusals) {
        this.sink = sink;
        this.need = need;
        this.service = service;
        this.clock = clock;
        this.refusals = refusals;
    }

    /** Records a verdict and returns it, or the refusal that takes its place where recording failed and is required. */
    Verdict record(Exchange exchange, Verdict verdict, long startNanos) {
        AuditEvent event = event(exchange, verdict, (System.nanoTime() - startNanos) / 1000);
        try {
            sink.record(event);
            tell(event);
            return verdict;
        } catch (RuntimeException e) {
            countLoss(e);
            boolean refuse = need == Guard.AuditNeed.REQUIRED && verdict instanceof Verdict.Permitted;
            Verdict answered = refuse ? refusals.of(RequestFault.AUDIT_UNAVAILABLE) : verdict;
            tell(refuse ? event(exchange, answered, event.micros()) : event);
            return answered;
        }
    }

    void listen(AuditSink listener) {
        listeners.add(listener);
    }

    // They look on; what they throw changes no decision.
    private void tell(AuditEvent event) {
        for (AuditSink listener : listeners) {
            try {
                listener.record(event);
            } catch (RuntimeException e) {
                if (listenerFailed.compareAndSet(false, true)) {
                    LOG.warn("zt: a listener to decisions fails; further failures are not told", e);
                }
            }
        }
    }

    /** Records a change of posture or an alarm. */
    void record(PostureNotice notice) {
        AuditTexts.Builder texts = AuditTexts.builder();
        texts.put(AuditField.SERVICE, service);
        texts.put(AuditField.WHY, notice.why());
        if (notice.kind() != PostureNotice.Kind.REPLAY_ALARM) {
            texts.put(AuditField.POSTURE, notice.posture().id());
        }
        AuditEvent event = new AuditEvent(
                notice.time(),
                AuditEvent.Outcome.NOTICE,
                0,
                notice.kind().id(),
                notice.caller(),
                notice.instance(),
                0,
                texts.build());
        tell(event);
        try {
            sink.record(event);
        } catch (RuntimeException e) {
            countLoss(e);
        }
    }

    private void countLoss(RuntimeException e) {
        if (unrecorded.getAndIncrement() == 0) {
            LOG.error("zt: decisions cannot be recorded; further losses are only counted", e);
        }
    }

    long unrecorded() {
        return unrecorded.get();
    }

    private AuditEvent event(Exchange exchange, Verdict verdict, long micros) {
        AuditTexts.Builder texts = AuditTexts.builder();
        texts.put(AuditField.SERVICE, service);
        texts.put(AuditField.METHOD, Redaction.method(exchange.call().method()));
        texts.put(AuditField.DISPATCH, exchange.dispatch());
        texts.put(AuditField.PATH, Redaction.path(exchange.call().rawPath()));
        return verdict instanceof Verdict.Permitted permitted
                ? permitted(permitted, texts, micros)
                : refused((Verdict.Refusal) verdict, texts, micros);
    }

    private AuditEvent permitted(Verdict.Permitted verdict, AuditTexts.Builder texts, long micros) {
        Decision.Permit permit = verdict.permit();
        texts.put(AuditField.RULE, permit.rule());
        texts.put(AuditField.ENDPOINT, verdict.endpoint().name());
        texts.put(AuditField.SCOPES, permit.scopes().toString());
        if (permit.wouldDeny()) {
            texts.put(AuditField.OBSERVED, "true");
        }
        posture(verdict.posture(), texts);
        return event(AuditEvent.Outcome.PERMIT, 0, "permitted", verdict.caller(), texts, micros);
    }

    private AuditEvent refused(Verdict.Refusal verdict, AuditTexts.Builder texts, long micros) {
        Endpoint endpoint = verdict.endpoint();
        if (endpoint != null) {
            texts.put(AuditField.ENDPOINT, endpoint.name());
        }
        Decision.Deny deny = verdict.deny();
        if (deny != null) {
            texts.put(AuditField.RULE, deny.rule());
            texts.put(AuditField.MISSING, deny.missing().toString());
            texts.put(AuditField.NEAREST, deny.nearestMiss());
        }
        posture(verdict.posture(), texts);
        int status = verdict.answer().status();
        AuditEvent.Outcome outcome = status == 503 ? AuditEvent.Outcome.UNAVAILABLE : AuditEvent.Outcome.DENY;
        return event(outcome, status, verdict.reason(), verdict.caller(), texts, micros);
    }

    private static void posture(Posture posture, AuditTexts.Builder texts) {
        if (posture != Posture.NORMAL) {
            texts.put(AuditField.POSTURE, posture.id());
        }
    }

    private AuditEvent event(
            AuditEvent.Outcome outcome,
            int status,
            String reason,
            @Nullable VerifiedCaller caller,
            AuditTexts.Builder texts,
            long micros) {
        if (caller != null) {
            texts.put(AuditField.PROOF, caller.proofKind().name());
            caller.transaction().ifPresent(transaction -> texts.put(AuditField.TRANSACTION, transaction.id()));
        }
        return new AuditEvent(
                clock.instant(),
                outcome,
                status,
                reason,
                caller == null ? Optional.empty() : Optional.of(caller.id()),
                caller == null ? Optional.empty() : Optional.of(caller.instance()),
                micros,
                texts.build());
    }
}
