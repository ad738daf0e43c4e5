package dev.zt.keys;

/** What a published key may sign. A key of one use never checks what another one is for. */
public enum KeyUse {
    /** Workload identity tokens (WIT-SVID §6). */
    WIT_SVID("wit-svid"),
    /** JWT-SVIDs (JWT-SVID §5). */
    JWT_SVID("jwt-svid"),
    /** Tokens of an authorization server (RFC 7517 §4.2). */
    TOKEN("sig");

    private final String jwkUse;

    KeyUse(String jwkUse) {
        this.jwkUse = jwkUse;
    }

    /** The {@code use} of its keys in a JWK. */
    public String jwkUse() {
        return jwkUse;
    }
}
