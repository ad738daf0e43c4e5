/**
 * The outbound side: proofs attached to calls to declared destinations, and to nothing else.
 *
 * <p>Imports identity and own. Start with {@link dev.zt.outbound.OutboundAuth}.
 */
package dev.zt.outbound;
