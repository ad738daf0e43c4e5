package dev.zt.request;

/** How a request reached this process. */
public enum Channel {
    /** Over TLS that ended in this process. */
    TLS,
    /** In plain text from and to a literal loopback address. */
    LOOPBACK,
    /** In plain text over a network. */
    PLAIN
}
