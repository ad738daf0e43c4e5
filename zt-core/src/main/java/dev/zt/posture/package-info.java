/**
 * How far a proven caller is trusted now: what its authority revoked, and what it did here.
 *
 * <p>Everything answers from memory, because it is asked on every call. Only the guard feeds {@link
 * dev.zt.posture.InstancePostures}, after a proof has verified, so that nobody can accuse another. Imports identity and
 * config. Start with {@link dev.zt.posture.Posture}.
 */
package dev.zt.posture;
