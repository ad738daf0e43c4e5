package dev.zt.guard;

/** Which part of a credential is wrong, as far as the specifications let the caller know. */
enum Flaw {
    /** The request that carries it: repeated, mixed, or not what its grammar says. */
    REQUEST,
    /** The token that names the caller. */
    TOKEN,
    /** The proof of possession beside the token. */
    PROOF,
    /** The transaction token beside all that, which says nothing of the caller. */
    TRANSACTION
}
