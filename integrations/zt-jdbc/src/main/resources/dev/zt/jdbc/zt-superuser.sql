-- Once for each database, by a superuser: an extension, and the roles that outlive databases.
CREATE SCHEMA IF NOT EXISTS zt_ext;
CREATE EXTENSION IF NOT EXISTS sslinfo SCHEMA zt_ext;
REVOKE ALL ON SCHEMA zt_ext FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

DO $$
BEGIN
    -- Owns everything and is used by nobody at run time.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zt_owner') THEN
        CREATE ROLE zt_owner NOLOGIN;
    END IF;
    -- May tell of revocations.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zt_warden') THEN
        CREATE ROLE zt_warden NOLOGIN;
    END IF;
    -- A temporary table of the name of a true one would come before it, and stay in the session.
    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
    EXECUTE pg_catalog.format('GRANT CREATE, CONNECT ON DATABASE %I TO zt_owner', pg_catalog.current_database());
END
$$;

GRANT USAGE ON SCHEMA zt_ext TO zt_owner;
GRANT pg_read_all_stats TO zt_owner;
GRANT pg_signal_backend, pg_read_all_stats TO zt_warden;
