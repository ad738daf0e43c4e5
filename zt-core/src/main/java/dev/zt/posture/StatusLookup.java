package dev.zt.posture;

/** What a {@link StatusSource} knows of a trust domain. Exactly one of the three. */
public sealed interface StatusLookup {
    /** Nobody publishes a status for this domain here, so only the life of its credentials limits them. */
    record NotTracked() implements StatusLookup {}

    /** The newest status that was seen, however old. */
    record Known(RevocationStatus status) implements StatusLookup {}

    /** There is a status, and none was seen yet. */
    record Unavailable() implements StatusLookup {}
}
