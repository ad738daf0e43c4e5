package dev.zt.verify;

/** Whose rules a workload identity token must follow where the two texts differ. */
public enum WitProfile {
    /** SPIFFE WIT-SVID: {@code kid} is required and {@code aud} forbidden. The default. */
    SPIFFE,
    /**
     * draft-ietf-wimse-workload-creds-02: {@code kid} may be missing if the domain has one key only, an {@code aud} is
     * not looked at, and an IP address is no trust domain.
     */
    WIMSE
}
