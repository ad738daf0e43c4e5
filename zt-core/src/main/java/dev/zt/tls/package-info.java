/**
 * Who is at the other end of a TLS connection: X.509-SVIDs checked against the bundle of their own trust domain alone,
 * and a matcher that must be named.
 *
 * <p>Imports identity, jose and keys. Start with {@link dev.zt.tls.X509SvidVerifier}.
 */
package dev.zt.tls;
