/**
 * This process's own identity: where it comes from, how it is kept fresh, and the proofs it signs.
 *
 * <p>Imports identity, config, jose and keys. Start with {@link dev.zt.own.ServiceIdentity}.
 */
package dev.zt.own;
