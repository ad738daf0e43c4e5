package dev.zt.tls;

import java.util.Set;

/**
 * What a leaf is wanted for.
 *
 * @param purposes the extended key usages that it needs if it states any, and each CA above it if that states any
 * @param svid whether it is to be an X.509-SVID, whose CAs must state a key usage (X509-SVID §4.3)
 */
record LeafUse(Set<String> purposes, boolean svid) {
    /** Either end of a connection between workloads. */
    static final LeafUse SVID = new LeafUse(LeafProfile.BOTH_ENDS, true);
}
