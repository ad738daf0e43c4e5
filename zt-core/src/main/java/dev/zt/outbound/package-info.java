/**
 * The outbound side: proofs or access tokens attached to calls to declared destinations, and to nothing else.
 *
 * <p>Imports identity, tls and own. Start with {@link dev.zt.outbound.OutboundAuth}.
 */
package dev.zt.outbound;
