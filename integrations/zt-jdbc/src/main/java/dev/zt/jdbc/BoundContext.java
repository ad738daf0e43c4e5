package dev.zt.jdbc;

import dev.zt.identity.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one transaction is bound to. Immutable; safe to log.
 *
 * @param caller the id of the verified caller, or {@code job:} and the name of a system job
 * @param tenant whose rows it sees
 * @param scope what it is for
 * @param role the role of the database that stands for the scope; empty where the database has none for a transaction
 * @param job the name of the system job; empty if a caller asked
 */
public record BoundContext(String caller, String tenant, Scope scope, Optional<String> role, Optional<String> job) {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    static boolean isTenant(String text) {
        return TENANT.matcher(text).matches();
    }

    /** As it is signed, with the role that it then must have: fields of one line, each without the mark that separates them. */
    String text(Instant expiry) {
        return String.join(
                "|",
                "v1",
                Long.toString(expiry.getEpochSecond()),
                plain(caller),
                plain(tenant),
                plain(scope.value()),
                role.orElseThrow());
    }

    // SPIFFE IDs, tenants and most scopes have neither of the two, so a policy can compare them as they are.
    private static String plain(String field) {
        return field.replace("%", "%25").replace("|", "%7C");
    }
}
