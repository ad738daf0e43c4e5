package dev.zt.audit;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One decision, or a notice of what bears on those to come. Immutable; holds no token, no proof and no key.
 *
 * @param caller the proven caller; empty where nobody was proven
 * @param instance the proven caller's instance
 * @param micros how long verifying and deciding took
 * @param texts the other fields that apply; their values may hold foreign text and are escaped by the sinks
 */
public record AuditEvent(
        Instant time,
        Outcome outcome,
        int status,
        String reason,
        Optional<CallerId> caller,
        Optional<InstanceId> instance,
        long micros,
        Map<AuditField, String> texts) {
    /** What was decided. */
    public enum Outcome {
        /** The call went on. */
        PERMIT,
        /** The call was refused. */
        DENY,
        /** Nothing could be said, so the call was refused for now. */
        UNAVAILABLE,
        /** Nothing was decided on a call: a posture changed, or something is alarming. */
        NOTICE
    }

    /** Copies the texts, if they are not immutable. */
    public AuditEvent {
        texts = AuditTexts.copyOf(texts);
    }

    /** Whether it tells of somebody who proved nothing; a flood of such must not crowd out the others. */
    boolean isOfStranger() {
        return caller.isEmpty() && outcome != Outcome.NOTICE;
    }

    /** The text of a field, empty if the event does not have it. */
    public String text(AuditField field) {
        return fields().getOrDefault(field, "");
    }

    /** Hands over every field that the event has, in the order of {@link AuditField}. */
    public void forEach(BiConsumer<AuditField, String> consumer) {
        fields().forEach(consumer);
    }

    /** Every field that the event has, in the order of {@link AuditField}. */
    Map<AuditField, String> fields() {
        Map<AuditField, String> fields = new EnumMap<>(AuditField.class);
        fields.put(AuditField.TIME, time.toString());
        fields.put(AuditField.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        fields.put(AuditField.STATUS, Integer.toString(status));
        fields.put(AuditField.REASON, reason);
        caller.ifPresent(id -> fields.put(AuditField.CALLER, id.toString()));
        instance.ifPresent(id -> fields.put(AuditField.INSTANCE, id.toString()));
        fields.put(AuditField.MICROS, Long.toString(micros));
        fields.putAll(texts);
        return fields;
    }
}
