package dev.zt.bench;

/** Another library that checks tokens: what its users would set up for access tokens of one issuer with known keys. */
@FunctionalInterface
interface TokenPeer {
    /** Parses a token and checks its signature, issuer, audience and times. */
    boolean isValid(String token);
}
