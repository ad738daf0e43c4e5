package dev.zt.verify;

import dev.zt.identity.Issuer;

/**
 * What a transaction token says, after its signature was checked. Immutable. Its times are read on every call.
 *
 * @param validity from the later of {@code nbf} and {@code iat}
 * @param epoch the trust epoch under which the signature was checked
 */
record CheckedTransaction(VerifiedTransaction transaction, Issuer issuer, Validity validity, long epoch)
        implements Signed {
    // The text itself, and at most once more what it says.
    @Override
    public int octets() {
        return 1024 + 2 * transaction.token().length();
    }
}
