package dev.zt.posture;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A change of posture, or an alarm, for operators. Immutable.
 *
 * @param caller whose posture changed; empty where the service's did, and for an alarm
 * @param instance which of its instances; empty where {@code caller} is
 * @param posture what holds from now on; {@code NORMAL} for an alarm, which changes nothing
 * @param why the signals that led to it, until when it holds, or when it ended
 */
public record PostureNotice(
        Kind kind,
        Optional<CallerId> caller,
        Optional<InstanceId> instance,
        Posture posture,
        Instant time,
        String why) {
    /** What can be told. Each has an entry in {@code docs/reasons.md}. */
    public enum Kind {
        /** Somebody came under suspicion, or the service was raised to it. */
        POSTURE_ELEVATED,
        /** The service was closed but for what its policy leaves open. */
        POSTURE_LOCKDOWN,
        /** An instance is denied everything. */
        POSTURE_QUARANTINED,
        /** A raised posture ended by itself. */
        POSTURE_RESTORED,
        /** Proofs were sent again. */
        REPLAY_ALARM;

        /** The name in audit events and documents, such as {@code posture-elevated}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind raisedTo(Posture posture) {
            return switch (posture) {
                case NORMAL -> POSTURE_RESTORED;
                case ELEVATED -> POSTURE_ELEVATED;
                case LOCKDOWN -> POSTURE_LOCKDOWN;
                case QUARANTINED -> POSTURE_QUARANTINED;
            };
        }
    }
}
