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
CREATE POLICY to_read ON shop.orders FOR SELECT TO zt_orders_read USING (true);
CREATE POLICY readers ON shop.orders AS RESTRICTIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read')));
CREATE POLICY to_write ON shop.orders TO zt_orders_write USING (true);
CREATE POLICY writers ON shop.orders AS RESTRICTIVE TO zt_orders_write USING (tenant = (SELECT zt.tenant('orders:write')));
CREATE POLICY by_caller ON shop.orders AS RESTRICTIVE FOR INSERT WITH CHECK (created_by = (SELECT zt.caller()));
GRANT USAGE ON SCHEMA shop TO zt_orders_read, zt_orders_write;
GRANT SELECT (id, tenant, created_by, item) ON shop.orders TO zt_orders_read, zt_orders_write;
GRANT INSERT (tenant, item) ON shop.orders TO zt_orders_write;
RESET ROLE;
