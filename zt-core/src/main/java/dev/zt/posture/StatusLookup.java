package dev.zt.posture;

/** What a {@link StatusSource} knows of a trust domain. */
public sealed interface StatusLookup {
    /** The domain publishes no status document, such as one whose keys come from files. */
    record NotTracked() implements StatusLookup {}

    /** The newest document; its age is for the reader to judge. */
    record Known(RevocationStatus status) implements StatusLookup {}

    /** The domain has a status document, but none was seen yet. */
    record Unavailable() implements StatusLookup {}
}
