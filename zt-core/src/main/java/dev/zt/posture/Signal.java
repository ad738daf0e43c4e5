package dev.zt.posture;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that speaks against a caller. Immutable.
 *
 * @param kind what happened
 * @param caller whom it speaks against; empty exactly for a {@link Kind#REPLAY}
 * @param instance which of its instances; empty exactly for a {@link Kind#REPLAY}
 * @param time when it happened
 * @param detail the endpoint or the circumstances, cut after {@value #LONGEST_DETAIL} characters
 */
public record Signal(Kind kind, Optional<CallerId> caller, Optional<InstanceId> instance, Instant time, String detail) {
    /** The longest detail that is kept. */
    public static final int LONGEST_DETAIL = 200;

    /** What can happen. */
    public enum Kind {
        /** The policy denied the caller an endpoint. */
        ENDPOINT_DENIED,
        /** A proof came twice. It names nobody, because whoever resends a captured call needs no key. */
        REPLAY,
        /** A call came twice, both times over TLS with the caller's own certificate: its key is in other hands. */
        REPLAY_BY_CERTIFICATE_HOLDER;

        /** The name in texts, such as {@code endpoint-denied}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Cuts the detail.
     *
     * @throws IllegalArgumentException if a replay names somebody or another signal names nobody
     */
    public Signal {
        boolean named = kind != Kind.REPLAY;
        if (caller.isPresent() != named || instance.isPresent() != named) {
            throw new IllegalArgumentException(
                    named ? kind.id() + " names a caller and its instance" : "a replay is held against nobody");
        }
        detail = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
    }

    /** The policy denied a proven caller this endpoint, named by the policy or, where it lists none, by its path. */
    public static Signal endpointDenied(CallerId caller, InstanceId instance, Instant time, String endpoint) {
        return new Signal(Kind.ENDPOINT_DENIED, Optional.of(caller), Optional.of(instance), time, endpoint);
    }

    /** Somebody sent a used proof again. */
    public static Signal replay(Instant time, String detail) {
        return new Signal(Kind.REPLAY, Optional.empty(), Optional.empty(), time, detail);
    }

    /** The holder of the instance's own certificate sent the same call again. */
    public static Signal replayByCertificateHolder(CallerId caller, InstanceId instance, Instant time, String detail) {
        return new Signal(Kind.REPLAY_BY_CERTIFICATE_HOLDER, Optional.of(caller), Optional.of(instance), time, detail);
    }
}
