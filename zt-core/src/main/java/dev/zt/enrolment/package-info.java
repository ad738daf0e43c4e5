/**
 * The conversation with an authority: the join file, the requests that prove a new key, the answers, and the signed
 * status document.
 *
 * <p>Imports identity, config, jose, fetch, keys and posture; keeps nothing, which is the business of own. Start with
 * {@link dev.zt.enrolment.AuthorityClient}.
 */
package dev.zt.enrolment;
