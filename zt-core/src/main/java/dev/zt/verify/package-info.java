/**
 * Who is calling: a straight-line verifier per kind of credential, its sealed result, and the memory of used proofs.
 *
 * <p>A {@link dev.zt.verify.VerifiedCaller} can be made only here. Hostile or stale input gives a result and never an
 * exception. Imports identity, jose, keys and request. Start with {@link dev.zt.verify.CallerVerifier}.
 */
package dev.zt.verify;
