package dev.zt.jdbc.example;

import dev.zt.identity.Scope;

/** What calls may do with orders. */
final class OrderScopes {
    static final Scope READ = Scope.of("orders:read");
    static final Scope WRITE = Scope.of("orders:write");
    /** Card numbers. */
    static final Scope PII = Scope.of("orders:pii");

    private OrderScopes() {}
}
