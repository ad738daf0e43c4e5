-- As zt_owner, and again with each release: the functions that policies ask who is there. In plpgsql, whose plans last as long as
-- the session.
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

-- Counts the transactions that changed who has which login or who is revoked.
CREATE TABLE IF NOT EXISTS zt.news (
    version bigint NOT NULL
);
INSERT INTO zt.news SELECT 0 WHERE NOT EXISTS (SELECT FROM zt.news);

-- The key of each session, in the two forms in which HMAC uses it (RFC 2104 §2), what its certificate says, which does not
-- change while a session lasts, and after which news it was judged. A crash empties it with the sessions.
CREATE UNLOGGED TABLE IF NOT EXISTS zt.session (
    pid       integer PRIMARY KEY,
    started   timestamptz NOT NULL,
    login     name NOT NULL,
    spiffe_id text NOT NULL,
    instance  text,
    serial    numeric NOT NULL,
    news      bigint NOT NULL,
    k_inner   bytea NOT NULL,
    k_outer   bytea NOT NULL
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
    names text := (SELECT value FROM zt_ext.ssl_extension_info() WHERE name = 'subjectAltName');
BEGIN
    RETURN (regexp_match(names, '^(?:(?:DNS|IP Address):[A-Za-z0-9.:*-]+, )*URI:(spiffe://[A-Za-z0-9._/-]+)(?:, (?:DNS|IP Address):[A-Za-z0-9.:*-]+)*$'))[1];
END
$$;

CREATE OR REPLACE FUNCTION zt.count_news() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE zt.news SET version = version + 1 WHERE xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER news AFTER INSERT OR UPDATE OR DELETE ON zt.login_identity
    FOR EACH ROW EXECUTE FUNCTION zt.count_news();
CREATE OR REPLACE TRIGGER emptied AFTER TRUNCATE ON zt.login_identity EXECUTE FUNCTION zt.count_news();
CREATE OR REPLACE TRIGGER news AFTER INSERT OR UPDATE OR DELETE ON zt.revoked
    FOR EACH ROW EXECUTE FUNCTION zt.count_news();

-- Whether a login is this workload's, and neither the workload nor this instance of it is revoked.
CREATE OR REPLACE FUNCTION zt.may_log_in(of_login name, workload text, instance text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM zt.login_identity i WHERE i.login = of_login AND i.spiffe_id = workload)
        AND NOT EXISTS (SELECT FROM zt.revoked r
                         WHERE (r.kind = 'workload' AND r.value = workload) OR (r.kind = 'instance' AND r.value = instance));
END
$$;

-- Whether the certificate is that of the login, and nobody has revoked it.
CREATE OR REPLACE FUNCTION zt.peer_is_login() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN zt.may_log_in(session_user, zt.peer_spiffe_id(), zt_ext.ssl_client_dn_field('serialNumber'));
END
$$;

-- Takes the key of this session: once, before anything else is done in it.
CREATE OR REPLACE FUNCTION zt.open_session(key bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    since timestamptz;
    -- Before it is judged, so that what changes meanwhile is news to this session.
    known bigint := (SELECT version FROM zt.news);
    k_inner bytea := decode(repeat('36', 64), 'hex');
    k_outer bytea := decode(repeat('5c', 64), 'hex');
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
    FOR i IN 0..31 LOOP
        k_inner := set_byte(k_inner, i, get_byte(k_inner, i) # get_byte(key, i));
        k_outer := set_byte(k_outer, i, get_byte(k_outer, i) # get_byte(key, i));
    END LOOP;
    INSERT INTO zt.session
    VALUES (pg_backend_pid(), since, session_user, zt.peer_spiffe_id(), zt_ext.ssl_client_dn_field('serialNumber'),
            zt_ext.ssl_client_serial(), known, k_inner, k_outer);
END
$$;

-- The session that asks: no row where it took no key, where its login is another's now, or where whoever it is was revoked; it
-- is judged again only if there is news. The certificate is compared because a session that ended may have had the same process
-- number.
CREATE OR REPLACE VIEW zt.own_session AS
    SELECT s.k_inner, s.k_outer FROM zt.session s
     WHERE s.pid = pg_backend_pid() AND s.login = session_user AND s.serial = zt_ext.ssl_client_serial()
       AND (s.news = (SELECT version FROM zt.news) OR zt.may_log_in(s.login, s.spiffe_id, s.instance));

-- The fields of the context of this transaction: NULL where there is none, or for a session that is nobody's, or for another
-- scope than one that is asked for; an error where it is not authentic, or not for the role that the transaction has.
CREATE OR REPLACE FUNCTION zt.context_fields(for_scope text DEFAULT NULL) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    context text := current_setting('zt.ctx', true);
    fields text[];
BEGIN
    -- HMAC-SHA-256. Compared as hashes with the key before them, so that comparing tells nothing of the right value.
    SELECT CASE WHEN length(context) <= 4096
                 AND sha256(k_outer || convert_to(right(context, 64), 'UTF8'))
                   = sha256(k_outer || convert_to(encode(sha256(k_outer || sha256(
                         k_inner || convert_to(left(context, -65), 'UTF8'))), 'hex'), 'UTF8'))
                THEN string_to_array(context, '|') END
      INTO fields FROM zt.own_session;
    -- By the start of the transaction, which may itself take longer. Within a function like this one the setting of the role
    -- still says which one SQL took; it may have taken another when its rights were looked at, so policies name the scope.
    IF to_timestamp(fields[2]::bigint) > transaction_timestamp() AND fields[6] = current_setting('role') THEN
        RETURN CASE WHEN for_scope IS NULL OR for_scope = fields[5] THEN fields END;
    END IF;
    IF NOT FOUND OR context IS NULL OR context = '' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'zt.ctx %', CASE WHEN fields IS NULL THEN 'forged'
                                     WHEN fields[6] <> current_setting('role') THEN 'of another role'
                                     ELSE 'expired' END USING ERRCODE = '42501';
END
$$;

-- Who asks, whose rows, and what for.
CREATE OR REPLACE FUNCTION zt.caller() RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (zt.context_fields())[3] $$;
CREATE OR REPLACE FUNCTION zt.tenant() RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT (zt.context_fields())[4] $$;
CREATE OR REPLACE FUNCTION zt.has_scope(scope text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT coalesce((zt.context_fields())[5] = scope, false) $$;
-- The tenant if the transaction is for this scope: for the policies of the scope's role, as (SELECT zt.tenant('a:scope')), which is
-- asked once for a statement.
CREATE OR REPLACE FUNCTION zt.tenant(scope text) RETURNS text
    LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT CASE WHEN scope IS NOT NULL THEN (zt.context_fields(scope))[4] END $$;

-- Binds the transaction that it begins: takes back what SQL left in the session, if it is to, and sets the role and the context;
-- without a context it only takes back. An error where something is left that cannot be taken back: a statement that SQL
-- prepared, which may have the name of one of the driver's, or a default of transactions, since the one that has begun has it.
-- A procedure, because CALL is not planned; assigned, because PERFORM runs a query.
CREATE OR REPLACE PROCEDURE zt.bind(context text, clean boolean)
    LANGUAGE plpgsql
AS $$
DECLARE
    defaults text;
    done text;
BEGIN
    IF clean THEN
        defaults := pg_catalog.concat(pg_catalog.current_setting('default_transaction_read_only'),
                                      pg_catalog.current_setting('default_transaction_deferrable'),
                                      pg_catalog.current_setting('default_transaction_isolation'));
        RESET ALL;
        UNLISTEN *;
        -- Not plpgsql's own CLOSE: cursors that outlived their transactions, with rows of another tenant.
        EXECUTE 'CLOSE ALL';
        done := pg_catalog.pg_advisory_unlock_all();
        PERFORM FROM pg_catalog.pg_prepared_statement() WHERE from_sql;
        IF FOUND OR defaults OPERATOR(pg_catalog.<>) pg_catalog.concat(
                pg_catalog.current_setting('default_transaction_read_only'),
                pg_catalog.current_setting('default_transaction_deferrable'),
                pg_catalog.current_setting('default_transaction_isolation')) THEN
            RAISE EXCEPTION 'zt: something is left in the session' USING ERRCODE = 'ZT010';
        END IF;
    END IF;
    done := pg_catalog.set_config('role', pg_catalog.split_part(context, '|', 6), true);
    done := pg_catalog.set_config('zt.ctx', context, true);
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
    LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held bigint;
BEGIN
    LOCK TABLE zt.revoked_version IN EXCLUSIVE MODE;
    SELECT version INTO held FROM zt.revoked_version WHERE domain = of_domain;
    IF newest <= held THEN
        RETURN held;
    END IF;
    -- Those who stay are not touched: that would be news.
    DELETE FROM zt.revoked WHERE domain = of_domain
       AND NOT (value = ANY (CASE kind WHEN 'instance' THEN instances ELSE workloads END));
    INSERT INTO zt.revoked
    SELECT of_domain, 'instance', i FROM unnest(instances) i
    UNION SELECT of_domain, 'workload', w FROM unnest(workloads) w
        ON CONFLICT DO NOTHING;
    INSERT INTO zt.revoked_version (domain, version) VALUES (of_domain, newest)
        ON CONFLICT (domain) DO UPDATE SET version = excluded.version;
    RETURN newest;
END
$$;

GRANT EXECUTE ON FUNCTION zt.peer_spiffe_id(), zt.peer_is_login(), zt.open_session(bytea), zt.context_fields(text),
    zt.caller(), zt.tenant(), zt.tenant(text), zt.has_scope(text), zt.note(text) TO PUBLIC;
GRANT EXECUTE ON PROCEDURE zt.bind(text, boolean) TO PUBLIC;
GRANT EXECUTE ON FUNCTION zt.take_status(text, bigint, text[], text[]) TO zt_warden;
GRANT SELECT ON zt.login_identity TO zt_warden;
