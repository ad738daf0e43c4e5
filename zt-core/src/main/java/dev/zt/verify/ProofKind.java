package dev.zt.verify;

/** How a caller proved that it holds its key, and what the proof binds. */
public enum ProofKind {
    /** A workload proof token: binds identity, audience and time, but not method, path or body. */
    WPT
}
