package dev.zt.jdbc;

import dev.zt.identity.WorkloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks a PostgreSQL database, as the service that uses it, whether its settings hold what the service relies on. For the start
 * of a service: what it finds is a reason not to serve. Immutable.
 */
public final class DatabaseCheck {
    private static final String SESSION = """
            SELECT current_setting('server_version_num')::int,
                   coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), 'none'),
                   bool_or(r.rolsuper), bool_or(r.rolbypassrls),
                   bool_or(r.rolcreaterole OR r.rolcreatedb OR r.rolreplication),
                   bool_or(r.rolname <> session_user AND pg_has_role(session_user, r.oid, 'USAGE')),
                   bool_or(has_database_privilege(r.oid, current_database(), 'TEMP')),
                   session_user::text,
                   EXISTS (SELECT FROM pg_db_role_setting s
                            WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = session_user)),
                   (current_setting('log_statement') <> 'none' OR current_setting('log_min_duration_statement') <> '-1'
                     OR current_setting('log_min_duration_sample') <> '-1'
                     OR current_setting('log_transaction_sample_rate') <> '0')
                     AND current_setting('log_parameter_max_length') <> '0'
                     OR current_setting('log_parameter_max_length_on_error') <> '0'
              FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
            """;
    private static final String TABLES = """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   pg_has_role(session_user, c.relowner, 'MEMBER'),
                   EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive),
                   NOT EXISTS (SELECT FROM pg_policy p, unnest(p.polroles) AS role
                                WHERE p.polrelid = c.oid AND p.polpermissive
                                  AND NOT EXISTS (SELECT FROM pg_policy q
                                                   WHERE q.polrelid = c.oid AND NOT q.polpermissive AND q.polcmd = '*'
                                                     AND q.polwithcheck IS NULL AND q.polroles && ARRAY[role, 0::oid]
                                                     AND pg_get_expr(q.polqual, c.oid) ~ ?)),
                   has_any_column_privilege(session_user, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
                     OR has_table_privilege(session_user, c.oid, 'DELETE, TRUNCATE, TRIGGER')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'm', 'f') ORDER BY 1
            """;
    // The column of the tenant against what is signed, or the signed scope alone, each named.
    private static final String COMPARES =
            "^[(]([(]?([a-z_0-9]+|\"([^\"]|\"\")+\")([)]::text)? = [(] SELECT zt[.]tenant[(]'[^']+'::text[)] AS tenant[)]"
                    + "| SELECT zt[.]has_scope[(]'[^']+'::text[)] AS has_scope)[)]$";
    private static final String UNWRAPPED = """
            SELECT DISTINCT p.polrelid::regclass::text || ' policy ' || p.polname
              FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace,
                   concat_ws(' ', pg_get_expr(p.polqual, p.polrelid),
                             pg_get_expr(p.polwithcheck, p.polrelid)) AS written
             WHERE n.nspname = ?
               AND regexp_replace(written, 'SELECT zt[.][a-z_]+[(]', '', 'g') ~ 'zt[.][a-z_]+[(]' ORDER BY 1
            """;
    private static final String VIEWS = """
            SELECT c.relname
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relkind = 'v'
               AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false) ORDER BY 1
            """;
    private static final String CREATES = """
            SELECT n.nspname FROM pg_namespace n
             WHERE EXISTS (SELECT FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
                              AND has_schema_privilege(r.oid, n.oid, 'CREATE')) ORDER BY 1
            """;
    private static final String ROLES = """
            SELECT g.rolname FROM pg_roles g
             WHERE g.rolname <> session_user AND pg_has_role(session_user, g.oid, 'MEMBER') ORDER BY 1
            """;

    private final WorkloadId self;
    private final String schema;
    private final Set<String> roles;

    /**
     * What a service expects.
     *
     * @param self who it is, as its certificate must say
     * @param schema where its tables are
     * @param roles what its login may become, and nothing else
     */
    public DatabaseCheck(WorkloadId self, String schema, Set<String> roles) {
        this.self = self;
        this.schema = schema;
        this.roles = Set.copyOf(roles);
    }

    /**
     * What does not hold; empty if all does.
     *
     * @param connection of the service's own login, straight from its pool
     */
    public List<DatabaseFinding> run(Connection connection) throws SQLException {
        List<DatabaseFinding> found = new ArrayList<>();
        // What an earlier transaction left in the session would change how the database spells its policies.
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET ALL");
            statement.execute("SET search_path = pg_catalog");
        }
        session(connection, found);
        certificate(connection, found);
        tables(connection, found);
        each(
                connection,
                UNWRAPPED,
                schema,
                found,
                "function-per-row",
                "%s calls a function of zt for each row",
                "write (SELECT zt.tenant(...))");
        each(
                connection,
                VIEWS,
                schema,
                found,
                "view-of-owner",
                "the view %s shows what its owner may see",
                "ALTER VIEW ... SET (security_invoker = true)");
        each(
                connection,
                CREATES,
                null,
                found,
                "may-create",
                "the login may create objects in schema %s",
                "REVOKE CREATE");
        roles(connection, found);
        return List.copyOf(found);
    }

    private static void session(Connection connection, List<DatabaseFinding> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SESSION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String login = row.getString(8);
            int version = row.getInt(1);
            add(
                    found,
                    version < floor(version),
                    "server-too-old",
                    "the server has version " + version,
                    "15.14, 16.10, 17.6 and 18.0 are the first without CVE-2025-8713");
            add(
                    found,
                    !row.getString(2).equals("TLSv1.3"),
                    "no-tls",
                    "the connection speaks " + row.getString(2),
                    "ssl_min_protocol_version = 'TLSv1.3', and hostssl lines alone");
            add(found, row.getBoolean(3), "superuser", login + " is a superuser", "policies do not hold for it");
            add(found, row.getBoolean(4), "bypasses-rls", login + " bypasses policies", "ALTER ROLE ... NOBYPASSRLS");
            add(
                    found,
                    row.getBoolean(5),
                    "too-powerful",
                    login + " may create roles or databases, or replicate",
                    "ALTER ROLE ... NOCREATEROLE NOCREATEDB NOREPLICATION");
            add(
                    found,
                    row.getBoolean(6),
                    "inherits",
                    login + " has the rights of its roles without taking them",
                    "ALTER ROLE ... NOINHERIT, and in 16 and later GRANT ... WITH INHERIT FALSE");
            add(
                    found,
                    row.getBoolean(7),
                    "temporary-tables",
                    login + " may create temporary tables",
                    "REVOKE TEMPORARY ON DATABASE ... FROM PUBLIC");
            add(
                    found,
                    row.getBoolean(9),
                    "login-settings",
                    login + " has settings of its own, which injected SQL can make",
                    "ALTER ROLE ... RESET ALL; set what is meant for the database");
            add(
                    found,
                    row.getBoolean(10),
                    "logs-parameters",
                    "the server logs the parameters of statements, keys of sessions among them",
                    "log_parameter_max_length = 0, log_parameter_max_length_on_error = 0");
        }
    }

    private static int floor(int version) {
        return switch (version / 10_000) {
            case 15 -> 150_014;
            case 16 -> 160_010;
            case 17 -> 170_006;
            default -> 180_000;
        };
    }

    private void certificate(Connection connection, List<DatabaseFinding> found) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT zt.peer_spiffe_id(), zt.peer_is_login()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            add(
                    found,
                    !self.toString().equals(row.getString(1)),
                    "another-certificate",
                    "the database sees the certificate of " + row.getString(1),
                    "it must be that of " + self);
            add(
                    found,
                    !row.getBoolean(2),
                    "not-the-login",
                    "zt.login_identity does not give this login to " + self,
                    "PostgresSchema.login(...), or lift what is revoked");
        }
    }

    private void tables(Connection connection, List<DatabaseFinding> found) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, COMPARES);
            statement.setString(2, schema);
            try (ResultSet row = statement.executeQuery()) {
                boolean any = false;
                while (row.next()) {
                    any = true;
                    table(row, found);
                }
                add(found, !any, "no-tables", "there are no tables in schema " + schema, "run the migrations");
            }
        }
    }

    private void table(ResultSet row, List<DatabaseFinding> found) throws SQLException {
        String name = schema + "." + row.getString(1);
        add(found, !row.getBoolean(2), "rls-off", name + " has no row-level security", "ENABLE ROW LEVEL SECURITY");
        add(
                found,
                !row.getBoolean(3),
                "rls-not-forced",
                "the owner of " + name + " sees everything",
                "FORCE ROW LEVEL SECURITY");
        add(found, row.getBoolean(4), "owner", "the login can be the owner of " + name, "let zt_owner own it");
        add(found, !row.getBoolean(5), "no-policy", name + " has no policy that permits", "CREATE POLICY");
        add(
                found,
                !row.getBoolean(6),
                "nothing-signed-compared",
                name + " permits something to a role without comparing what is signed",
                "CREATE POLICY ... AS RESTRICTIVE TO the role USING (tenant = (SELECT zt.tenant('the scope')))");
        add(
                found,
                row.getBoolean(7),
                "granted-to-login",
                "the login has rights on " + name + " without a role",
                "grant to the roles of scopes alone");
    }

    private void roles(Connection connection, List<DatabaseFinding> found) throws SQLException {
        Set<String> may = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(ROLES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                may.add(row.getString(1));
            }
        }
        Set<String> missing = new TreeSet<>(roles);
        missing.removeAll(may);
        may.removeAll(roles);
        add(found, !missing.isEmpty(), "role-missing", "the login may not become " + missing, "GRANT ... TO the login");
        add(found, !may.isEmpty(), "role-too-many", "the login may become " + may, "REVOKE, or map a scope to it");
    }

    private static void each(
            Connection connection,
            String sql,
            @Nullable String argument,
            List<DatabaseFinding> found,
            String code,
            String what,
            String mend)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (argument != null) {
                statement.setString(1, argument);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new DatabaseFinding(code, what.formatted(row.getString(1)), mend));
                }
            }
        }
    }

    private static void add(List<DatabaseFinding> found, boolean wrong, String code, String what, String mend) {
        if (wrong) {
            found.add(new DatabaseFinding(code, what, mend));
        }
    }
}
