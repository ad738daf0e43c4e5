package dev.zt.request;

/** How a request reached this process. */
public enum Channel {
    /** Over TLS that ended in this process. */
    TLS,
    /** In plain text from a configured hop, which said that it had received the request over TLS. */
    FORWARDED_TLS,
    /** In plain text from and to a literal loopback address. */
    LOOPBACK,
    /** In plain text over a network. */
    PLAIN
}
