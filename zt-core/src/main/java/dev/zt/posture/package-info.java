/**
 * How much a proven caller is trusted now: who was revoked, who is under suspicion, and for how long.
 *
 * <p>Knows nothing of tokens and requests; the guard tells it what happened and asks it. Imports identity. Start with
 * {@link dev.zt.posture.StatusSource} and {@link dev.zt.posture.InstancePostures}.
 */
package dev.zt.posture;
