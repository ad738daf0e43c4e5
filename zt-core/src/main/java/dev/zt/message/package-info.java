/**
 * What RFC 9421 (signatures) and RFC 9530 (digests) say about one HTTP message: its signature fields read and written
 * strictly, the text that is signed, the rules of the WIMSE profile (draft-ietf-wimse-http-signature-08), and bodies
 * that are compared with their digest while they pass.
 *
 * <p>Knows nothing of identities, reads no clock and keeps no state, so whose key it is, whether the time is right and
 * whether a nonce is new is asked above. Not exported. Start with {@link dev.zt.message.TaggedSignature}.
 */
package dev.zt.message;
