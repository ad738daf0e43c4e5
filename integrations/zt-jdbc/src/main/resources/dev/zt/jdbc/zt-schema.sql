-- As zt_owner, and again with each release: the functions that policies ask who is there.
CREATE SCHEMA IF NOT EXISTS zt;
REVOKE ALL ON SCHEMA zt FROM PUBLIC;
GRANT USAGE ON SCHEMA zt TO PUBLIC;
-- New functions are everybody's unless this is said.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Which workload may use which login: the certificate's URI, beside the common name that the server compares.
CREATE TABLE IF NOT EXISTS zt.login_identity (
    login     name PRIMARY KEY,
    spiffe_id text NOT NULL UNIQUE CHECK (spiffe_id LIKE 'spiffe://%')
);

-- The key of each session. A crash empties it with the sessions.
CREATE UNLOGGED TABLE IF NOT EXISTS zt.session (
    pid     integer PRIMARY KEY,
    started timestamptz NOT NULL,
    login   name NOT NULL,
    k       bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS zt.revoked (
    domain text NOT NULL,
    kind   text NOT NULL CHECK (kind IN ('instance', 'workload')),
    value  text NOT NULL,
    PRIMARY KEY (kind, value, domain)
);
CREATE TABLE IF NOT EXISTS zt.revoked_version (
    domain  text PRIMARY KEY,
    version bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS zt.audit (
    at     timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    login  name NOT NULL,
    caller text NOT NULL,
    tenant text NOT NULL,
    scope  text NOT NULL,
    serial numeric
);

-- The SPIFFE ID in the certificate of this connection; NULL without one, or if it names more than one. The whole list of
-- names is matched, since a name that holds ', URI:' must not pass for two.
CREATE OR REPLACE FUNCTION zt.peer_spiffe_id() RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- In plpgsql, whose plans last as long as the session; functions in SQL are planned for each statement.
    names text := (SELECT value FROM zt_ext.ssl_extension_info() WHERE name = 'subjectAltName');
BEGIN
    RETURN (regexp_match(names, '^(?:(?:DNS|IP Address):[A-Za-z0-9.:*-]+, )*URI:(spiffe://[A-Za-z0-9._/-]+)(?:, (?:DNS|IP Address):[A-Za-z0-9.:*-]+)*$'))[1];
END
$$;

-- Whether the certificate is that of the login, and nobody has revoked it: for restrictive policies.
CREATE OR REPLACE FUNCTION zt.peer_is_login() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    expected text := (SELECT spiffe_id FROM zt.login_identity WHERE login = session_user);
    names text := (SELECT value FROM zt_ext.ssl_extension_info() WHERE name = 'subjectAltName');
BEGIN
    -- Mostly a certificate has that one name and nobody is revoked: then there is nothing to take apart.
    IF expected IS NULL OR names IS DISTINCT FROM 'URI:' || expected AND zt.peer_spiffe_id() IS DISTINCT FROM expected THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (SELECT FROM zt.revoked)
        OR NOT EXISTS (SELECT FROM zt.revoked
                        WHERE (kind = 'workload' AND value = expected)
                           OR (kind = 'instance' AND value = zt_ext.ssl_client_dn_field('serialNumber')));
END
$$;

-- Takes the key of this session: once, before anything else is done in it.
CREATE OR REPLACE FUNCTION zt.open_session(key bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    since timestamptz;
BEGIN
    IF octet_length(key) IS DISTINCT FROM 32 THEN
        RAISE EXCEPTION 'zt: a session key has 32 octets' USING ERRCODE = '22023';
    END IF;
    IF NOT zt.peer_is_login() THEN
        RAISE EXCEPTION 'zt: the certificate of this session is not the login''s, or is revoked' USING ERRCODE = '28000';
    END IF;
    SELECT backend_start INTO STRICT since FROM pg_stat_activity WHERE pid = pg_backend_pid();
    -- Those of sessions that ended, one of them perhaps under the number that this one has now. The view is read anew, or a
    -- session that began meanwhile would look like one that ended.
    PERFORM pg_stat_clear_snapshot();
    DELETE FROM zt.session WHERE pid IN (
        SELECT s.pid FROM zt.session s
         WHERE NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = s.pid AND a.backend_start = s.started)
           FOR UPDATE SKIP LOCKED);
    INSERT INTO zt.session (pid, started, login, k) VALUES (pg_backend_pid(), since, session_user, key);
END
$$;

-- The fields of the context of this transaction: NULL where there is none, or where it is for another scope than one that is
-- asked for; an error where it is not authentic.
CREATE OR REPLACE FUNCTION zt.context_fields(for_scope text DEFAULT NULL) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    context text := current_setting('zt.ctx', true);
    key bytea;
    body text;
    fields text[];
BEGIN
    IF context IS NULL OR context = '' THEN
        RETURN NULL;
    END IF;
    SELECT k INTO key FROM zt.session WHERE pid = pg_backend_pid() AND login = session_user;
    body := left(context, -65);
    fields := string_to_array(body, '|');
    -- Compared as hashes with the key before them, so that comparing tells nothing of the right value.
    IF key IS NULL OR length(context) > 4096 OR context !~ '^v1[|].*[|][0-9a-f]{64}$' OR cardinality(fields) <> 5
        OR sha256(key || decode(right(context, 64), 'hex'))
            <> sha256(key || zt_ext.hmac(convert_to(body, 'UTF8'), key, 'sha256')) THEN
        RAISE EXCEPTION 'zt.ctx forged' USING ERRCODE = '42501';
    END IF;
    -- By the start of the transaction, which may itself take longer.
    IF transaction_timestamp() >= to_timestamp(fields[2]::bigint) THEN
        RAISE EXCEPTION 'zt.ctx expired' USING ERRCODE = '42501';
    END IF;
    RETURN CASE WHEN for_scope IS NULL OR for_scope = fields[5] THEN fields END;
END
$$;

-- Who asks, whose rows, and what for. In policies write (SELECT zt.tenant()): once for a statement, not for each row.
CREATE OR REPLACE FUNCTION zt.caller() RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (zt.context_fields())[3] $$;
CREATE OR REPLACE FUNCTION zt.tenant() RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (zt.context_fields())[4] $$;
CREATE OR REPLACE FUNCTION zt.has_scope(scope text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT coalesce((zt.context_fields())[5] = scope, false) $$;
-- The tenant if the transaction is for this scope, and NULL otherwise: for policies of the role of a scope, in one check.
CREATE OR REPLACE FUNCTION zt.tenant(scope text) RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT CASE WHEN scope IS NOT NULL THEN (zt.context_fields(scope))[4] END $$;

-- Takes back what SQL left in the session: settings, channels, locks. False where a default of transactions was among them,
-- since the one that has begun has it.
CREATE OR REPLACE FUNCTION zt.clean() RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    read_only text := pg_catalog.current_setting('default_transaction_read_only');
    isolation text := pg_catalog.current_setting('default_transaction_isolation');
BEGIN
    RESET ALL;
    UNLISTEN *;
    PERFORM pg_catalog.pg_advisory_unlock_all();
    RETURN read_only OPERATOR(pg_catalog.=) pg_catalog.current_setting('default_transaction_read_only')
        AND isolation OPERATOR(pg_catalog.=) pg_catalog.current_setting('default_transaction_isolation');
END
$$;

-- Binds the transaction that it begins: takes back what SQL left in the session, if it is to, and sets role and context. False
-- where something is left that cannot be taken back: also a cursor that outlived its transaction, which holds the rows of
-- another, or a statement that SQL prepared, which may have the name of one of the driver's. In plpgsql, which keeps the plans.
CREATE OR REPLACE FUNCTION zt.bind(new_role text, context text, clean boolean) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF clean AND NOT zt.clean() THEN
        RETURN false;
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable)
        OR EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE from_sql) THEN
        RETURN false;
    END IF;
    PERFORM pg_catalog.set_config('role', new_role, true), pg_catalog.set_config('zt.ctx', context, true);
    RETURN true;
END
$$;

-- Writes down what no caller asked for: a job, as the context says.
CREATE OR REPLACE FUNCTION zt.note(job text) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF zt.caller() IS DISTINCT FROM 'job:' || job THEN
        RAISE EXCEPTION 'zt: this transaction is not for the job' USING ERRCODE = '42501';
    END IF;
    INSERT INTO zt.audit (login, caller, tenant, scope, serial)
    VALUES (session_user, zt.caller(), zt.tenant(), (zt.context_fields())[5], zt_ext.ssl_client_serial());
END
$$;

-- Replaces who of a trust domain is revoked, and says which version is in force; an older status than the last is no news.
CREATE OR REPLACE FUNCTION zt.take_status(of_domain text, newest bigint, instances text[], workloads text[]) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held bigint;
BEGIN
    LOCK TABLE zt.revoked_version IN EXCLUSIVE MODE;
    SELECT version INTO held FROM zt.revoked_version WHERE domain = of_domain;
    IF newest <= held THEN
        RETURN held;
    END IF;
    DELETE FROM zt.revoked WHERE domain = of_domain;
    INSERT INTO zt.revoked SELECT DISTINCT of_domain, 'instance', i FROM unnest(instances) i;
    INSERT INTO zt.revoked SELECT DISTINCT of_domain, 'workload', w FROM unnest(workloads) w;
    INSERT INTO zt.revoked_version (domain, version) VALUES (of_domain, newest)
        ON CONFLICT (domain) DO UPDATE SET version = excluded.version;
    RETURN newest;
END
$$;

GRANT EXECUTE ON FUNCTION zt.peer_spiffe_id(), zt.peer_is_login(), zt.open_session(bytea), zt.context_fields(text),
    zt.caller(), zt.tenant(), zt.tenant(text), zt.has_scope(text),
    zt.clean(), zt.bind(text, text, boolean), zt.note(text) TO PUBLIC;
GRANT EXECUTE ON FUNCTION zt.take_status(text, bigint, text[], text[]) TO zt_warden;
GRANT SELECT ON zt.login_identity TO zt_warden;
