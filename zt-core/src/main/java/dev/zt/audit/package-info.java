/**
 * What happened: one event for each decision, and the sinks that keep it.
 *
 * <p>Events hold names and reasons, never tokens, proofs or keys, and every foreign text in them is escaped before it
 * reaches a line. Imports identity, config, verify and policy. Start with {@link dev.zt.audit.AuditEvent}.
 */
package dev.zt.audit;
