package dev.zt.verify;

/** How a caller proved that it holds its key, and what the proof binds. */
public enum ProofKind {
    /** A workload proof token: binds identity, audience and time, but not method, path or body. */
    WPT,
    /** A signature over the request: binds method, path, query, body, audience and time (RFC 9421, WIMSE profile). */
    HTTP_SIGNATURE,
    /** A DPoP proof beside an access token: binds method, URI, time and the token (RFC 9449). */
    DPOP,
    /** The TLS client certificate that an access token is bound to: binds the connection (RFC 8705 §3). */
    CERTIFICATE_BOUND,
    /** The TLS client certificate itself, an X.509-SVID: binds the connection (X509-SVID §5). */
    CERTIFICATE,
    /** Nothing: whoever holds the token may have sent the call (RFC 6750). */
    BEARER
}
