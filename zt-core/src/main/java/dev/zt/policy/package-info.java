/**
 * Which proven caller may reach which endpoint with which scopes: a strict document, compiled to a table.
 *
 * <p>Default deny. The verdict is a set of edges, so their order never matters, and a decision costs the same with ten
 * rules as with ten thousand. Knows nothing of tokens: it decides on a {@link dev.zt.policy.Subject}. Imports
 * identity, config and posture. Start with {@link dev.zt.policy.Policy}.
 */
package dev.zt.policy;
