package dev.zt.own;

import java.util.Locale;

/** How a client tells its authorization server whom a token is for. */
public enum TargetParameter {
    /** By the parameter {@code resource}, an absolute URI (RFC 8707 §2). The default. */
    RESOURCE,
    /** By the parameter {@code audience}, any name, for servers that do not know the other (RFC 8693 §2.1). */
    AUDIENCE;

    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
