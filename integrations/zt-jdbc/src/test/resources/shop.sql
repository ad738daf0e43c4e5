CREATE SCHEMA shop AUTHORIZATION zt_owner;
SET LOCAL ROLE zt_owner;
CREATE TABLE shop.orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL DEFAULT zt.tenant(),
    created_by text NOT NULL DEFAULT zt.caller(),
    item text NOT NULL,
    card text NOT NULL DEFAULT 'none'
);
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON shop.orders USING (tenant = (SELECT zt.tenant())) WITH CHECK (tenant = (SELECT zt.tenant()));
CREATE POLICY of_login ON shop.orders AS RESTRICTIVE USING ((SELECT zt.peer_is_login()));
CREATE POLICY to_write ON shop.orders AS RESTRICTIVE FOR INSERT
    WITH CHECK ((SELECT zt.has_scope('orders:write')) AND created_by = (SELECT zt.caller()));
GRANT USAGE ON SCHEMA shop TO zt_orders_read, zt_orders_write;
GRANT SELECT (id, tenant, created_by, item) ON shop.orders TO zt_orders_read, zt_orders_write;
GRANT INSERT (tenant, item) ON shop.orders TO zt_orders_write;
RESET ROLE;
