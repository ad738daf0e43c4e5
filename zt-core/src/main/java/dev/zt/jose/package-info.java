/**
 * The one place where tokens are cut, checked and signed: strict compact JWS (RFC 7515 §7.1), the JWKs that may check
 * them (RFC 7517), the closed set of algorithms, and the signature engines behind one seam.
 *
 * <p>Not exported: what can be read of a token before its signature was checked stays inside zt. Imports nothing of
 * zt. Start with {@link dev.zt.jose.CompactJws}.
 */
package dev.zt.jose;
