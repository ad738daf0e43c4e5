/**
 * The names of things: who a workload is, which running instance of it, what it may do and whom it addresses.
 *
 * <p>Every type is an immutable value. {@code parse} reads untrusted text and answers with an empty
 * {@code Optional} when the text breaks the grammar; {@code of} is for text that the programmer or operator wrote
 * and throws {@link IllegalArgumentException} with the rule that was broken. Nothing is ever normalised into a
 * match, so two identifiers are the same only if their texts are. Imports nothing of zt. Start with
 * {@link dev.zt.identity.WorkloadId}.
 */
package dev.zt.identity;
