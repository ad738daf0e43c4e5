package dev.zt.authority;

import java.time.Instant;

/**
 * What the authority says of one of its signing keys. Immutable.
 *
 * @param id its {@code kid}; for the key of a CA only a name
 * @param purpose what it signs
 * @param thumbprint the RFC 7638 thumbprint
 * @param changesAt when it goes on to its next state
 */
public record KeyEntry(
        String id, Purpose purpose, State state, String thumbprint, Instant createdAt, Instant changesAt) {
    /** What a key signs. */
    public enum Purpose {
        /** Workload identity tokens, and the status document. */
        WIT,
        /** Certificates. */
        X509
    }

    /** The life of a key, in order. */
    public enum State {
        /** Published, and not yet used, so that everybody knows it before it signs. */
        PREPARED,
        /** The one that signs. */
        ACTIVE,
        /** Still published, until the last thing that it signed has ended. */
        RETIRING
    }

    boolean is(Purpose otherPurpose, State otherState) {
        return purpose == otherPurpose && state == otherState;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(changesAt);
    }

    KeyEntry in(State newState, Instant newChangesAt) {
        return new KeyEntry(id, purpose, newState, thumbprint, createdAt, newChangesAt);
    }
}
