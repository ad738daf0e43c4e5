-- As the login of a service: what of the database does not hold. Asked for are its SPIFFE ID, the schema of its tables, the scopes and
-- their roles, and which tables have no tenants.
WITH asked AS (
    SELECT ?::text AS self, ?::text AS schema, ?::text[] AS scopes, ?::text[] AS roles, ?::text[] AS shared
), mine AS (
    -- What injected SQL can become.
    SELECT * FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')
), expected AS (
    SELECT e.scope, e.role, r.oid FROM asked, unnest(scopes, roles) AS e (scope, role) LEFT JOIN mine r ON r.rolname = e.role
), tables AS (
    SELECT c.*, n.nspname || '.' || c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN asked
     WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND (n.nspname = schema
            OR EXISTS (SELECT FROM mine r WHERE has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
                                             OR has_table_privilege(r.oid, c.oid, 'DELETE, TRUNCATE, TRIGGER')))
), policies AS (
    SELECT t.oid AS of_table, t.name, p.*, pg_get_expr(polqual, polrelid) AS qual, pg_get_expr(polwithcheck, polrelid) AS checks
      FROM tables t JOIN pg_policy p ON p.polrelid = t.oid
), compared AS (
    -- A column with the tenant of a scope; or, in tables without tenants, the scope alone.
    SELECT of_table, unnest(polroles) AS role,
           coalesce((regexp_match(qual, '^[(][(]?(?:"(?:[^"]|"")+"|[a-z_0-9]+)(?:[)]::text)? = '
                                         '[(] SELECT zt[.]tenant[(]''([^'']+)''::text[)] AS tenant[)][)]$'))[1],
                    CASE WHEN name = ANY (shared)
                         THEN (regexp_match(qual, '^[(] SELECT zt[.]has_scope[(]''([^'']+)''::text[)] AS has_scope[)]$'))[1] END) AS scope
      FROM policies, asked
     WHERE NOT polpermissive AND polcmd = '*' AND (checks IS NULL OR checks = qual)
)
SELECT code, what, mend FROM (
    SELECT 1 AS place, 'server-too-old' AS code, 'the server has version ' || version AS what,
           '15.14, 16.10, 17.6 and 18.0 are the first without CVE-2025-8713' AS mend
      FROM CAST(current_setting('server_version_num') AS int) AS version
     WHERE version < CASE version / 10000 WHEN 15 THEN 150014 WHEN 16 THEN 160010 WHEN 17 THEN 170006 ELSE 180000 END
    UNION ALL
    SELECT 2, 'no-tls', 'the connection speaks ' || spoken, 'ssl_min_protocol_version = ''TLSv1.3'', and hostssl lines alone'
      FROM coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), 'none') AS spoken WHERE spoken <> 'TLSv1.3'
    UNION ALL
    SELECT 3, 'superuser', rolname || ' is a superuser', 'policies do not hold for it' FROM mine WHERE rolsuper
    UNION ALL
    SELECT 4, 'bypasses-rls', rolname || ' bypasses policies', 'ALTER ROLE ... NOBYPASSRLS' FROM mine WHERE rolbypassrls
    UNION ALL
    SELECT 5, 'too-powerful', rolname || ' may create roles or databases, or replicate',
           'ALTER ROLE ... NOCREATEROLE NOCREATEDB NOREPLICATION'
      FROM mine WHERE rolcreaterole OR rolcreatedb OR rolreplication
    UNION ALL
    SELECT 6, 'inherits', a.rolname || ' has the rights of ' || b.rolname || ' without becoming it',
           'ALTER ROLE ... NOINHERIT, and in 16 and later GRANT ... WITH INHERIT FALSE'
      FROM mine a JOIN mine b ON a.oid <> b.oid AND pg_has_role(a.oid, b.oid, 'USAGE') WHERE NOT a.rolsuper
    UNION ALL
    SELECT 7, 'temporary-tables', session_user || ' may create temporary tables', 'REVOKE TEMPORARY ON DATABASE ... FROM PUBLIC'
     WHERE EXISTS (SELECT FROM mine WHERE has_database_privilege(oid, current_database(), 'TEMP'))
    UNION ALL
    SELECT 8, 'login-settings', session_user || ' has settings of its own, which injected SQL can make',
           'ALTER ROLE ... RESET ALL; set what is meant for the database'
     WHERE EXISTS (SELECT FROM pg_db_role_setting JOIN mine ON setrole = oid WHERE rolname = session_user)
    UNION ALL
    SELECT 9, 'logs-parameters', 'the server logs the parameters of statements, keys of sessions among them',
           'log_parameter_max_length = 0, log_parameter_max_length_on_error = 0'
     WHERE (current_setting('log_statement') <> 'none' OR current_setting('log_min_duration_statement') <> '-1'
            OR current_setting('log_min_duration_sample') <> '-1' OR current_setting('log_transaction_sample_rate') <> '0')
           AND current_setting('log_parameter_max_length') <> '0'
        OR current_setting('log_parameter_max_length_on_error') <> '0'
    UNION ALL
    SELECT 10, 'another-certificate', 'the database sees the certificate of ' || coalesce(zt.peer_spiffe_id(), 'nobody'),
           'it must be that of ' || self
      FROM asked WHERE self IS DISTINCT FROM zt.peer_spiffe_id()
    UNION ALL
    SELECT 11, 'not-the-login', 'zt.login_identity does not give this login to ' || self,
           'PostgresSchema.login(...), or lift what is revoked'
      FROM asked WHERE NOT zt.peer_is_login()
    UNION ALL
    SELECT 12, 'no-tables', 'there are no tables in schema ' || schema, 'run the migrations'
      FROM asked WHERE NOT EXISTS (SELECT FROM tables WHERE name LIKE schema || '.%')
    UNION ALL
    SELECT 13, 'rls-off', name || ' has no row-level security', 'ENABLE ROW LEVEL SECURITY' FROM tables WHERE NOT relrowsecurity
    UNION ALL
    SELECT 14, 'rls-not-forced', 'the owner of ' || name || ' sees everything', 'FORCE ROW LEVEL SECURITY'
      FROM tables WHERE NOT relforcerowsecurity
    UNION ALL
    SELECT 15, 'owner', 'the login can be the owner of ' || name, 'let zt_owner own it'
      FROM tables WHERE pg_has_role(session_user, relowner, 'MEMBER')
    UNION ALL
    SELECT 16, 'no-policy', name || ' has no policy that permits', 'CREATE POLICY'
      FROM tables t WHERE NOT EXISTS (SELECT FROM policies WHERE of_table = t.oid AND polpermissive)
    UNION ALL
    -- What is permitted to everybody is permitted to roles of other scopes, too. Which scope another login's role is for, that one
    -- knows.
    SELECT DISTINCT 17, 'nothing-signed-compared',
           polname || ' of ' || name || ' permits something to a role, and nothing that is signed for it is compared',
           'CREATE POLICY ... AS RESTRICTIVE TO the role USING (tenant = (SELECT zt.tenant(''the scope''))), in this form'
      FROM policies p, unnest(polroles) AS permitted (role) LEFT JOIN expected e ON e.oid = permitted.role
     WHERE polpermissive
       AND (permitted.role = 0 OR NOT EXISTS (SELECT FROM compared c
                                               WHERE c.of_table = p.of_table AND c.role = permitted.role
                                                 AND c.scope = coalesce(e.scope, c.scope)))
    UNION ALL
    SELECT 18, 'granted-to-login', 'the login has rights on ' || name || ' without a role', 'grant to the roles of scopes alone'
      FROM tables WHERE has_any_column_privilege(session_user, oid, 'SELECT, INSERT, UPDATE, REFERENCES')
                     OR has_table_privilege(session_user, oid, 'DELETE, TRUNCATE, TRIGGER')
    UNION ALL
    SELECT 19, 'beyond-policies', rolname || ' may empty ' || name || ' or refer to it, whatever policies say',
           'REVOKE TRUNCATE, REFERENCES, TRIGGER'
      FROM tables t, mine r WHERE has_table_privilege(r.oid, t.oid, 'TRUNCATE, TRIGGER')
                               OR has_any_column_privilege(r.oid, t.oid, 'REFERENCES')
    UNION ALL
    SELECT 20, 'function-per-row', polname || ' of ' || name || ' calls a function of zt for each row', 'write (SELECT zt.tenant(...))'
      FROM policies WHERE regexp_replace(concat_ws(' ', qual, checks), 'SELECT zt[.][a-z_]+[(]', '', 'g') ~ 'zt[.][a-z_]+[(]'
    UNION ALL
    SELECT 21, 'view-of-owner', 'the view ' || c.relname || ' shows what its owner may see',
           'ALTER VIEW ... SET (security_invoker = true)'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN asked ON n.nspname = schema
     WHERE c.relkind = 'v' AND NOT coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false)
    UNION ALL
    SELECT DISTINCT 22, 'may-create', 'the login may create objects in schema ' || nspname, 'REVOKE CREATE'
      FROM pg_namespace n, mine r WHERE has_schema_privilege(r.oid, n.oid, 'CREATE')
    UNION ALL
    SELECT 23, 'role-missing', 'the login may not become ' || role, 'GRANT ... TO the login' FROM expected WHERE oid IS NULL
    UNION ALL
    SELECT 24, 'role-too-many', 'the login may become ' || rolname, 'REVOKE, or map a scope to it'
      FROM mine WHERE rolname <> session_user AND NOT EXISTS (SELECT FROM expected e WHERE e.oid = mine.oid)
) AS found
ORDER BY place, what;
