package dev.zt.message;

/** What was found when the signature of the profile was looked for. Exactly one of the three; switch over it. */
public sealed interface ChosenSignature {
    /** The one signature that has the tag; not checked in any way. */
    record Found(TaggedSignature signature) implements ChosenSignature {}

    /** No signature has the tag: the message is not signed by this profile, however else it may be. */
    record None() implements ChosenSignature {}

    /** The fields cannot be read, or leave a choice. */
    record Refused(MessageFault fault) implements ChosenSignature {}
}
