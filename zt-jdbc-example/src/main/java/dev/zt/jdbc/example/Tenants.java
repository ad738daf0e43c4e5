package dev.zt.jdbc.example;

import dev.zt.jdbc.TenantRule;
import java.util.Set;

/** Whose rows a caller works on: the first part of its id, if that is a customer. */
final class Tenants {
    private static final Set<String> CUSTOMERS = Set.of("acme", "globex", "measured");

    private Tenants() {}

    static TenantRule rule() {
        TenantRule first = TenantRule.pathSegment(Office.DOMAIN, 0);
        return caller -> first.tenantOf(caller).filter(CUSTOMERS::contains);
    }
}
