package dev.zt.verify;

import dev.zt.identity.Issuer;

/** What is remembered of a token: read from it after its signature was checked. */
interface Signed {
    /** Whose key signed it. */
    Issuer issuer();

    /** The trust epoch under which the signature was checked. */
    long epoch();

    /** About how much memory it takes, in octets. */
    default int octets() {
        return 2048;
    }
}
