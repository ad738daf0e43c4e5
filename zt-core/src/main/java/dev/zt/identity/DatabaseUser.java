package dev.zt.identity;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The login of a workload at databases, such as {@code svc_orders}: what an operator chose for it, and what its
 * certificates say as their common name for servers that know their clients by nothing else. Says nothing to zt itself,
 * which knows a workload by its id alone. Immutable; safe to log.
 *
 * <p>1 to 63 characters of {@code a-z 0-9 _}, a letter first: PostgreSQL cuts longer identifiers off without a word, and
 * others would need quotes. Refused are the names that databases make for themselves ({@code postgres}, all that begin
 * with {@code pg_}, those of hosted services), and words that mean more than one login in {@code pg_hba.conf} or SQL.
 *
 * @param name the login
 */
public record DatabaseUser(String name) {
    /** The longest name in characters, which is the limit of PostgreSQL's identifiers (NAMEDATALEN - 1). */
    public static final int MAX_LENGTH = 63;

    private static final String RESERVED_PREFIX = "pg_";
    // Superusers of installations and hosted services; words of pg_hba.conf and of SQL; the host that everybody is.
    private static final Set<String> RESERVED = Set.of(
            "postgres",
            "rdsadmin",
            "cloudsqladmin",
            "azuresu",
            "azure_superuser",
            "azure_pg_admin",
            "cloudsqlsuperuser",
            "rds_superuser",
            "supabase_admin",
            "root",
            "node",
            "zt_owner",
            "zt_warden",
            "all",
            "replication",
            "public",
            "none",
            "user",
            "current_user",
            "current_role",
            "session_user",
            "localhost");

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the name breaks it or is reserved
     */
    public DatabaseUser {
        String fault = fault(name);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Reads untrusted text; empty if it is not exactly a login that a workload can have. */
    public static Optional<DatabaseUser> parse(String text) {
        return fault(text) == null ? Optional.of(new DatabaseUser(text)) : Optional.empty();
    }

    /**
     * Takes a login that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if the name breaks the grammar or is reserved
     */
    public static DatabaseUser of(String name) {
        return new DatabaseUser(name);
    }

    @Override
    public String toString() {
        return name;
    }

    private static @Nullable String fault(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return "a database user has 1 to " + MAX_LENGTH + " characters";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Ascii.isLowerOrDigit(c) && c != '_') {
                return "a database user holds only a-z, 0-9 and '_' (lower case)";
            }
        }
        if (name.charAt(0) < 'a') {
            return "a database user begins with a letter";
        }
        return RESERVED.contains(name) || name.startsWith(RESERVED_PREFIX)
                ? "'" + name + "' is the database's own, and no login of a workload"
                : null;
    }
}
