package dev.zt.own;

/** Whether a client binds its access tokens to a key (RFC 9449). */
public enum DpopUse {
    /** Asked for; a token that is not bound is refused, but at destinations that allow it. The default. */
    REQUIRED,
    /** Asked for; a token that is not bound is used all the same. */
    OPTIONAL,
    /** Not asked for: whoever reads a token on its way can use it until it ends. */
    OFF
}
