package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.DatabaseUser;
import dev.zt.identity.Scope;
import dev.zt.identity.WorkloadId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each setting that a database can have wrong, set wrong and asked for. */
@ExtendWith(ShopDatabase.Given.class)
class DatabaseCheckTest {
    private static final Map<Scope, String> ROLES =
            Map.of(ShopDatabase.READ, "zt_orders_read", ShopDatabase.WRITE, "zt_orders_write");

    private final ShopDatabase shop;

    DatabaseCheckTest(ShopDatabase shop) {
        this.shop = shop;
    }

    private List<String> found(WorkloadId self, String schema, Map<Scope, String> roles) throws SQLException {
        try (Connection connection = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            return new DatabaseCheck(self, schema, roles)
                    .run(connection).stream().map(DatabaseFinding::code).toList();
        }
    }

    private List<String> found() throws SQLException {
        return found(ShopDatabase.ORDERS, "shop", ROLES);
    }

    /** What is found while the owner has something set wrong. */
    private List<String> foundWith(String wrong, String right) throws SQLException {
        shop.asOwner(wrong);
        try {
            return found();
        } finally {
            shop.asOwner(right);
        }
    }

    @Test
    void finds_nothing_whereAllIsRight() throws SQLException {
        assertThat(found()).isEmpty();
    }

    @Test
    void finds_aTableWithoutPolicies() throws SQLException {
        assertThat(foundWith("CREATE TABLE shop.open (id int)", "DROP TABLE shop.open"))
                .containsExactly("rls-off", "rls-not-forced", "no-policy");
    }

    @Test
    void finds_anOwnerWhoSeesEverything() throws SQLException {
        assertThat(foundWith(
                        "ALTER TABLE shop.orders NO FORCE ROW LEVEL SECURITY",
                        "ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY"))
                .containsExactly("rls-not-forced");
    }

    private List<String> foundWithPolicy(String policy) throws SQLException {
        shop.asOwner("DROP POLICY readers ON shop.orders", "CREATE POLICY readers ON shop.orders " + policy);
        try {
            return found();
        } finally {
            shop.asOwner(
                    "DROP POLICY readers ON shop.orders",
                    "CREATE POLICY readers ON shop.orders AS RESTRICTIVE TO zt_orders_read"
                            + " USING (tenant = (SELECT zt.tenant('orders:read')))");
        }
    }

    @Test
    void finds_aTableThatComparesNothingSigned() throws SQLException {
        assertThat(foundWithPolicy("AS RESTRICTIVE TO zt_orders_read USING (tenant = 'acme')"))
                .containsExactly("nothing-signed-compared");
    }

    private static String notes(String column, String compares) {
        return "CREATE TABLE shop.notes (" + column + "); ALTER TABLE shop.notes ENABLE ROW LEVEL SECURITY,"
                + " FORCE ROW LEVEL SECURITY; CREATE POLICY one ON shop.notes AS RESTRICTIVE TO zt_orders_read USING ("
                + compares + "); CREATE POLICY two ON shop.notes FOR SELECT TO zt_orders_read USING (true)";
    }

    @Test
    void finds_nothing_whereATableIsSaidToHaveNoTenants_andComparesTheScope() throws SQLException {
        shop.asOwner(notes("item text", "(SELECT zt.has_scope('orders:read'))"));
        try (Connection connection = shop.connect(shop.orders, ShopDatabase.LOGIN.toString())) {
            DatabaseCheck check = new DatabaseCheck(ShopDatabase.ORDERS, "shop", ROLES);
            assertThat(check.run(connection))
                    .extracting(DatabaseFinding::code)
                    .as("not said")
                    .containsExactly("nothing-signed-compared");
            assertThat(check.withoutTenants(Set.of("shop.notes")).run(connection))
                    .isEmpty();
        } finally {
            shop.asOwner("DROP TABLE shop.notes");
        }
    }

    @Test
    void finds_nothing_whereTheColumnOfTheTenantIsOfAnotherTypeOrMustBeQuoted() throws SQLException {
        for (String column : List.of(
                "tenant varchar(63)", "tenant name", "\"Tenant\" text", "\"user\" varchar", "\"a\"\"b\" text")) {
            String name = column.substring(0, column.lastIndexOf(' '));
            assertThat(foundWith(notes(column, name + " = (SELECT zt.tenant('orders:read'))"), "DROP TABLE shop.notes"))
                    .as(column)
                    .isEmpty();
        }
    }

    @Test
    void finds_nothing_whereTheCheckOfWhatIsWrittenIsTheSame() throws SQLException {
        assertThat(foundWithPolicy("AS RESTRICTIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read')))"
                        + " WITH CHECK (tenant = (SELECT zt.tenant('orders:read')))"))
                .isEmpty();
    }

    @Test
    void finds_aPolicyThatNamesTheScopeOfAnotherRole() throws SQLException {
        assertThat(foundWith(
                        "ALTER POLICY writers ON shop.orders USING (tenant = (SELECT zt.tenant('orders:read')))",
                        "ALTER POLICY writers ON shop.orders USING (tenant = (SELECT zt.tenant('orders:write')))"))
                .containsExactly("nothing-signed-compared");
    }

    /** What is found while a superuser has something set wrong, who works only where the server stands still. */
    private List<String> foundWithRoles(String wrong, String right) throws Exception {
        shop.server.stop();
        try {
            shop.server.superuser("shop", wrong).start();
            return found();
        } finally {
            shop.server.stop();
            shop.server.superuser("shop", right).start();
        }
    }

    @Test
    void finds_aRoleThatHasTheRightsOfAnother() throws Exception {
        assertThat(foundWithRoles(
                        "GRANT zt_orders_read TO zt_orders_write", "REVOKE zt_orders_read FROM zt_orders_write"))
                .containsExactly("inherits");
    }

    @Test
    void finds_whatNoPolicyHolds() throws SQLException {
        for (String right : List.of("TRUNCATE", "TRIGGER", "REFERENCES", "REFERENCES (id)")) {
            assertThat(foundWith(
                            "GRANT " + right + " ON shop.orders TO zt_orders_write",
                            "REVOKE " + right + " ON shop.orders FROM zt_orders_write"))
                    .as(right)
                    .containsExactly("beyond-policies");
        }
    }

    @Test
    void finds_aTableOfAnotherSchema_thatARoleMayRead() throws SQLException {
        assertThat(foundWith(
                        "CREATE SCHEMA aside; CREATE TABLE aside.notes (id int);"
                                + " GRANT SELECT ON aside.notes TO zt_orders_read",
                        "DROP SCHEMA aside CASCADE"))
                .containsExactly("rls-off", "rls-not-forced", "no-policy");
    }

    @Test
    void finds_whatIsPermittedToARoleThatNothingIsTakenFrom() throws SQLException {
        for (String whom : List.of("PUBLIC", "zt_orders_pii")) {
            assertThat(foundWith(
                            "CREATE POLICY more ON shop.orders FOR SELECT TO " + whom + " USING (true)",
                            "DROP POLICY more ON shop.orders"))
                    .as(whom)
                    .containsExactly("nothing-signed-compared");
        }
    }

    @Test
    void finds_aPolicyThatComparesNothingSigned_butSoundsSo() throws SQLException {
        for (String wrong : List.of(
                "AS RESTRICTIVE USING (tenant = (SELECT zt.tenant('orders:read')))",
                "AS RESTRICTIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read'))) WITH CHECK (true)",
                "AS RESTRICTIVE TO zt_orders_read USING ((SELECT zt.has_scope('orders:read')))",
                "AS RESTRICTIVE TO zt_orders_read USING (true OR (SELECT zt.has_scope('orders:read')))",
                "AS RESTRICTIVE FOR SELECT TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read')))",
                "AS RESTRICTIVE TO zt_orders_read USING (tenant <> (SELECT zt.tenant('orders:read')))",
                "AS RESTRICTIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read')) OR item = 'x')",
                "AS RESTRICTIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant()))",
                "AS RESTRICTIVE TO zt_orders_read USING ((SELECT zt.peer_is_login()))",
                "AS PERMISSIVE TO zt_orders_read USING (tenant = (SELECT zt.tenant('orders:read')))")) {
            assertThat(foundWithPolicy(wrong)).as(wrong).contains("nothing-signed-compared");
        }
    }

    @Test
    void finds_nothingElse_inASessionThatWasChanged() throws SQLException {
        try (Connection connection = shop.connect(shop.orders, ShopDatabase.LOGIN.toString());
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = zt");
            assertThat(new DatabaseCheck(ShopDatabase.ORDERS, "shop", ROLES).run(connection))
                    .isEmpty();
        }
    }

    @Test
    void finds_aFunctionThatIsCalledForEachRow() throws SQLException {
        assertThat(foundWith(
                        "CREATE POLICY slow ON shop.orders TO zt_orders_read USING (tenant = zt.tenant())",
                        "DROP POLICY slow ON shop.orders"))
                .containsExactly("function-per-row");
    }

    @Test
    void finds_rightsOfTheLoginItself() throws SQLException {
        assertThat(foundWith(
                        "GRANT SELECT (id) ON shop.orders TO svc_orders",
                        "REVOKE SELECT (id) ON shop.orders FROM svc_orders"))
                .containsExactly("granted-to-login");
    }

    @Test
    void finds_aViewThatShowsWhatItsOwnerSees() throws SQLException {
        assertThat(foundWith("CREATE VIEW shop.leak AS SELECT id FROM shop.orders", "DROP VIEW shop.leak"))
                .containsExactly("view-of-owner");
    }

    @Test
    void finds_aSchemaToCreateIn() throws SQLException {
        assertThat(foundWith(
                        "GRANT CREATE ON SCHEMA shop TO svc_orders", "REVOKE CREATE ON SCHEMA shop FROM svc_orders"))
                .containsExactly("may-create");
    }

    @Test
    void finds_rolesTooManyAndTooFew() throws SQLException {
        assertThat(found(
                        ShopDatabase.ORDERS,
                        "shop",
                        Map.of(ShopDatabase.READ, "zt_orders_read", Scope.of("orders:pii"), "zt_orders_pii")))
                .containsExactly("role-missing", "role-too-many");
    }

    @Test
    void finds_thatTheTablesAreMissing() throws SQLException {
        assertThat(found(ShopDatabase.ORDERS, "nowhere", ROLES)).containsExactly("no-tables");
    }

    @Test
    void finds_theCertificateOfAnother() throws SQLException {
        assertThat(found(WorkloadId.of("spiffe://shop.example/billing"), "shop", ROLES))
                .containsExactly("another-certificate");
    }

    @Test
    void finds_aLoginThatNobodyHas() throws SQLException {
        assertThat(foundWith(
                        "DELETE FROM zt.login_identity WHERE login = 'svc_orders'",
                        "INSERT INTO zt.login_identity VALUES ('svc_orders', '" + ShopDatabase.ORDERS + "')"))
                .containsExactly("not-the-login");
    }

    // The owner of everything, who is what a service must never be.
    @Test
    void finds_whatTheMigratorMayDo() throws SQLException {
        try (Connection connection =
                shop.connect(shop.authority.issue("/migrator", DatabaseUser.of("migrator")), "migrator")) {
            List<String> found = new DatabaseCheck(WorkloadId.of("spiffe://shop.example/migrator"), "shop", Map.of())
                    .run(connection).stream().map(DatabaseFinding::code).toList();
            assertThat(found).contains("inherits", "not-the-login", "owner", "granted-to-login", "role-too-many");
        }
    }

    @Test
    void finds_settingsOfTheLoginsOwn() throws SQLException {
        try (Connection own = shop.connect(shop.orders, ShopDatabase.LOGIN.toString());
                Statement statement = own.createStatement()) {
            statement.execute("ALTER ROLE svc_orders SET statement_timeout = '1h'");
            try {
                assertThat(found()).containsExactly("login-settings");
            } finally {
                statement.execute("ALTER ROLE svc_orders RESET ALL");
            }
        }
    }

    @Test
    void finds_whatARoleOfTheLoginMayCreate() throws SQLException {
        assertThat(foundWith(
                        "GRANT CREATE ON SCHEMA shop TO zt_orders_read",
                        "REVOKE CREATE ON SCHEMA shop FROM zt_orders_read"))
                .containsExactly("may-create");
    }

    @Test
    void finds_aLogOfParameters() throws Exception {
        shop.server.stop();
        shop.server
                .set("log_parameter_max_length", "-1")
                .set("log_min_duration_statement", "1h")
                .start();
        try {
            assertThat(found()).containsExactly("logs-parameters");
        } finally {
            shop.server.stop();
            shop.server
                    .set("log_parameter_max_length", "0")
                    .set("log_min_duration_statement", "-1")
                    .start();
        }
    }

    // What no login over the network can be made to be here, since the server takes certificates of logins alone.
    @Test
    void finds_aRoleOfTheLogin_thatPoliciesDoNotBind() throws Exception {
        assertThat(foundWithRoles(
                        "ALTER ROLE zt_orders_read SUPERUSER BYPASSRLS CREATEDB",
                        "ALTER ROLE zt_orders_read NOSUPERUSER NOBYPASSRLS NOCREATEDB"))
                .contains("superuser", "bypasses-rls", "too-powerful", "temporary-tables");
    }
}
