package dev.zt.tls;

import java.util.Locale;

/** Why a certificate proves nobody. A closed set. */
public enum PeerFault {
    /** There is no chain, or one that is too long or too large. */
    CHAIN_SIZE,
    /** A certificate cannot be read, or is not of version 3. */
    MALFORMED,
    /** The leaf is a CA (X509-SVID §4.1). */
    LEAF_IS_CA,
    /** Key usage is missing, not critical, or not that of a leaf (X509-SVID §4.3). */
    KEY_USAGE,
    /** Extended key usage is stated and lacks client or server authentication (X509-SVID §4.4). */
    EXTENDED_KEY_USAGE,
    /** There is not exactly one URI SAN (X509-SVID §2). */
    URI_COUNT,
    /** The URI SAN is no workload id with a path (X509-SVID §5.2). */
    SPIFFE_ID,
    /** The leaf carries name constraints, which only a CA may (RFC 5280 §4.2.1.10). */
    NAME_CONSTRAINTS,
    /** The serial number is not positive or longer than 20 octets (RFC 5280 §4.1.2.2). */
    SERIAL_NUMBER,
    /** A key is too short, or a signature algorithm too weak. */
    WEAK_ALGORITHM,
    /** The trust domain of the leaf is not configured. */
    TRUST_DOMAIN_UNKNOWN,
    /** No path leads to a CA of the leaf's own trust domain, or a certificate on it is not valid now (RFC 5280 §6). */
    PATH,
    /** The certificate is sound, but for another workload than the one that was called. */
    WRONG_WORKLOAD;

    /** The name in messages and documents, such as {@code wrong-workload}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
