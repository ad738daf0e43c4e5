/**
 * This process's own identity: where it comes from, how it is kept fresh, and the proofs it signs; and as a client of an
 * authorization server, the access tokens that it holds.
 *
 * <p>Imports identity, config, jose, fetch, keys, posture, tls and enrolment. Start with
 * {@link dev.zt.own.ServiceIdentity} and, for access tokens, {@link dev.zt.own.OAuthClient}.
 */
package dev.zt.own;
