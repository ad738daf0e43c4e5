-- What scopes stand for. Nobody logs in as one of these.
CREATE ROLE zt_orders_read NOLOGIN;
CREATE ROLE zt_orders_write NOLOGIN;
CREATE ROLE zt_orders_pii NOLOGIN;
-- Who logs in: by certificate alone, so nobody has a password. None has a right before it takes the role of a scope.
CREATE ROLE svc_orders LOGIN NOINHERIT NOBYPASSRLS;
CREATE ROLE svc_support LOGIN NOINHERIT NOBYPASSRLS;
CREATE ROLE svc_migrator LOGIN NOINHERIT NOBYPASSRLS;
-- The warden uses what it has: it reads no rows.
CREATE ROLE svc_warden LOGIN INHERIT NOBYPASSRLS;
GRANT CONNECT ON DATABASE shop TO svc_orders, svc_support, svc_migrator, svc_warden;
GRANT zt_warden TO svc_warden;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_reload_conf() TO zt_warden;
DO $$
DECLARE
    -- From 16 on a membership says for itself whether it is inherited; on 15 the login's NOINHERIT does.
    how text := CASE WHEN current_setting('server_version_num')::int < 160000 THEN ''
                     ELSE ' WITH INHERIT FALSE, SET TRUE' END;
BEGIN
    EXECUTE 'GRANT zt_owner TO svc_migrator' || how;
    EXECUTE 'GRANT zt_orders_read, zt_orders_write TO svc_orders' || how;
    -- Cards are for another login, so that nothing in a session of svc_orders leads there.
    EXECUTE 'GRANT zt_orders_read, zt_orders_pii TO svc_support' || how;
END
$$;
