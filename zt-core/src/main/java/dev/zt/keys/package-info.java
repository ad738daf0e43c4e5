/**
 * Whose keys are believed for which identities: bundles per trust domain and where they come from.
 *
 * <p>A verifier asks a {@link dev.zt.keys.BundleSource} and never knows where trust comes from. Domains are never
 * pooled. Imports identity, config and jose. Start with {@link dev.zt.keys.TrustBundle}.
 */
package dev.zt.keys;
