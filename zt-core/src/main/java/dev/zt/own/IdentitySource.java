package dev.zt.own;

/**
 * Where an own identity comes from. Safe for concurrent use; answers from memory, without I/O and without waiting,
 * because it is asked on the path of every call.
 */
@FunctionalInterface
public interface IdentitySource {
    /** The identity held now: token and key from one moment, never a mix of two. */
    HeldIdentity current();
}
