package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zt.guard.Admission;
import dev.zt.identity.Scope;
import dev.zt.identity.TrustDomain;
import dev.zt.testkit.ZtExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** For whom a connection is lent, and what its borrower cannot do with it; on H2, where views compare variables. */
class ZtDataSourceTest {
    private static final TrustDomain TRUST_DOMAIN = TrustDomain.of("shop.example");
    private static final Scope READ = Scope.of("orders:read");
    private static final Scope AUDIT = Scope.of("orders:audit");

    @RegisterExtension
    static final ZtExtension zt = ZtExtension.forTrustDomain("shop.example").audience("https://orders.internal");

    private final List<String> told = new ArrayList<>();
    private JdbcConnectionPool pool;
    private ZtDataSource database;

    @BeforeEach
    void open() throws SQLException {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:", "sa", "");
        pool.setMaxConnections(1);
        try (Connection raw = pool.getConnection();
                Statement statement = raw.createStatement()) {
            statement.execute("CREATE TABLE rows (tenant VARCHAR, item VARCHAR)");
            statement.execute("INSERT INTO rows VALUES ('acme', 'anvil'), ('globex', 'globe')");
            statement.execute("CREATE VIEW orders AS SELECT item FROM rows WHERE tenant = @zt_tenant");
        }
        database = ZtDataSource.h2(pool)
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 0))
                .job("reconcile", "globex", READ)
                .listener(new Told())
                .build();
    }

    @AfterEach
    void close() {
        pool.dispose();
    }

    private final class Told implements TransactionListener {
        @Override
        public void bound(BoundContext context) {
            told.add(context.caller() + " " + context.tenant() + " " + context.scope());
        }

        @Override
        public void refused(String who, JdbcRefusal refusal) {
            told.add(who + " " + refusal);
        }
    }

    private static Admission.Granted call(String who) {
        return (Admission.Granted)
                zt.guard().admit(zt.service(who).call("GET", "/orders").toCall());
    }

    private static String items(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LISTAGG(item) FROM orders")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static void refuses(JdbcRefusal refusal, ThrowingCallable asked) {
        assertThatExceptionOfType(RefusedTransactionException.class)
                .isThrownBy(asked)
                .withMessageStartingWith(refusal.code())
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    @Test
    void shows_eachTenantItsOwnRows() throws SQLException {
        assertThat(database.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items))
                .isEqualTo("anvil");
        assertThat(told).containsExactly("spiffe://shop.example/acme/storefront acme orders:read");
    }

    @Test
    void leavesNothing_inThePool() throws SQLException {
        database.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items);
        try (Connection raw = pool.getConnection()) {
            assertThat(items(raw)).isEqualTo("null");
        }
    }

    @Test
    void does_whatNoCallerAskedFor() throws SQLException {
        assertThat(database.asSystem("reconcile", ZtDataSourceTest::items)).isEqualTo("globe");
        assertThat(told).containsExactly("job:reconcile globex orders:read");
    }

    @Test
    void refuses_aConnectionForNobody() {
        refuses(JdbcRefusal.NO_VERIFIED_CALLER, () -> database.getConnection());
        refuses(JdbcRefusal.NO_VERIFIED_CALLER, () -> database.getConnection("sa", ""));
        assertThat(told).contains("- NO_VERIFIED_CALLER");
    }

    @Test
    void refuses_aCallToAPublicEndpoint() {
        Admission.Granted anonymous = (Admission.Granted)
                zt.guard().admit(dev.zt.testkit.TestCall.of("GET", "/about").toCall());
        refuses(JdbcRefusal.NO_VERIFIED_CALLER, () -> database.inTransaction(anonymous, READ, ZtDataSourceTest::items));
    }

    @Test
    void refuses_aCallerWithoutTenant() {
        ZtDataSource written =
                ZtDataSource.h2(pool).tenants(TenantRule.of(Map.of())).build();
        refuses(
                JdbcRefusal.UNKNOWN_TENANT,
                () -> written.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items));
        ZtDataSource deeper = ZtDataSource.h2(pool)
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 5))
                .build();
        refuses(
                JdbcRefusal.UNKNOWN_TENANT,
                () -> deeper.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items));
    }

    @Test
    void refuses_aTenantThatCouldBeSql() {
        ZtDataSource odd = ZtDataSource.h2(pool)
                .tenants(caller -> java.util.Optional.of("acme' OR '1'='1"))
                .build();
        refuses(
                JdbcRefusal.UNKNOWN_TENANT,
                () -> odd.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items));
    }

    @Test
    void refuses_aScopeThatTheCallDoesNotHave() {
        refuses(
                JdbcRefusal.MISSING_SCOPE,
                () -> database.inTransaction(call("globex/storefront"), AUDIT, ZtDataSourceTest::items));
        assertThat(told).containsExactly("spiffe://shop.example/globex/storefront MISSING_SCOPE");
    }

    @Test
    void refuses_aScopeWithoutRole() {
        ZtDataSource postgres = ZtDataSource.postgres(pool)
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 0))
                .role(READ, "zt_orders_read")
                .build();
        refuses(
                JdbcRefusal.UNMAPPED_SCOPE,
                () -> postgres.inTransaction(call("acme/storefront"), AUDIT, ZtDataSourceTest::items));
    }

    @Test
    void refuses_aCallThatWouldNotBeLetInAnyMore() {
        Admission.Granted old = call("acme/storefront");
        zt.clock().advance(Duration.ofHours(2));
        refuses(JdbcRefusal.NOT_VALID_ANY_MORE, () -> database.inTransaction(old, READ, ZtDataSourceTest::items));
    }

    @Test
    void refuses_aJobThatNobodyDeclared() {
        refuses(JdbcRefusal.UNKNOWN_JOB, () -> database.asSystem("drop-everything", ZtDataSourceTest::items));
    }

    @Test
    void refuses_statementsInAutocommitMode() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            refuses(JdbcRefusal.AUTOCOMMIT, () -> items(connection));
        }
    }

    @Test
    void refuses_aPreparedStatement_whereItsTransactionIsNotBound() throws SQLException {
        try (Connection connection =
                        database.forCall(call("acme/storefront"), READ).getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT item FROM orders")) {
            refuses(JdbcRefusal.AUTOCOMMIT, statement::executeQuery);
        }
    }

    @Test
    void refuses_toEndTheTransactionOfAnother() {
        for (TransactionWork<Object> work : List.<TransactionWork<Object>>of(
                connection -> {
                    connection.commit();
                    return "done";
                },
                connection -> {
                    connection.rollback();
                    return "done";
                },
                connection -> {
                    connection.setAutoCommit(true);
                    return "done";
                })) {
            refuses(JdbcRefusal.NOT_YOURS, () -> database.inTransaction(call("acme/storefront"), READ, work));
        }
    }

    @Test
    void refuses_theDriversOwnObjects() throws SQLException {
        refuses(JdbcRefusal.NOT_YOURS, () -> database.unwrap(JdbcConnectionPool.class));
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            refuses(JdbcRefusal.NOT_YOURS, () -> connection.unwrap(org.h2.jdbc.JdbcConnection.class));
            assertThat(connection.isWrapperFor(org.h2.jdbc.JdbcConnection.class))
                    .isFalse();
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.getConnection()).isSameAs(connection);
                refuses(JdbcRefusal.NOT_YOURS, () -> statement.unwrap(org.h2.jdbc.JdbcStatement.class));
            }
        }
    }

    @Test
    void asksAgain_beforeEachTransaction_ofALibrarysConnection() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            assertThat(items(connection)).isEqualTo("anvil");
            connection.commit();
            zt.clock().advance(Duration.ofHours(2));
            refuses(JdbcRefusal.NOT_VALID_ANY_MORE, () -> items(connection));
        }
    }

    @Test
    void refuses_whatTheListenerRefuses() throws SQLException {
        ZtDataSource audited = ZtDataSource.h2(pool)
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 0))
                .listener(new Broken())
                .build();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> audited.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items));
        assertThat(pool.getActiveConnections()).isZero();
    }

    private static final class Broken implements TransactionListener {
        @Override
        public void bound(BoundContext context) {
            throw new IllegalStateException("the audit is full");
        }

        @Override
        public void refused(String who, JdbcRefusal refusal) {
            throw new IllegalStateException("the audit is full");
        }
    }

    @Test
    void refuses_settingsThatWouldBeNone() {
        ZtDataSource.Builder builder = ZtDataSource.postgres(pool);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.role(READ, "none"));
        builder.role(READ, "zt_orders_read").role(READ, "zt_orders_read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.role(Scope.of("orders:other"), "zt_orders_read"))
                .withMessageContaining("another scope");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.role(READ, "a\"; DROP"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.job("a job", "acme", READ));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.contextLife(Duration.ofMinutes(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.contextLife(Duration.ZERO));
    }

    @Test
    void leavesNothing_whereItsBorrowerWentBackToAutocommit() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            items(connection);
            connection.setAutoCommit(true);
        }
        try (Connection raw = pool.getConnection()) {
            assertThat(items(raw)).isEqualTo("null");
        }
    }

    @Test
    void tells_ofEachTransaction_ofALibrarysConnection() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            items(connection);
            connection.commit();
            items(connection);
            connection.rollback();
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void refuses_metadataThatIsAsked_inAutocommitMode() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            refuses(JdbcRefusal.AUTOCOMMIT, () -> connection.getMetaData().getSchemas());
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
        }
    }

    @Test
    void refuses_workloadsThatNameThemselves() {
        ZtDataSource others = ZtDataSource.h2(pool)
                .tenants(TenantRule.pathSegment(TrustDomain.of("partner.example"), 0))
                .build();
        refuses(
                JdbcRefusal.UNKNOWN_TENANT,
                () -> others.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items));
        assertThatIllegalArgumentException().isThrownBy(() -> TenantRule.pathSegment(TRUST_DOMAIN, -1));
    }

    @Test
    void returns_eachConnectionToItsPool() throws SQLException {
        for (int turn = 0; turn < 5; turn++) {
            database.inTransaction(call("acme/storefront"), READ, ZtDataSourceTest::items);
        }
        assertThat(pool.getActiveConnections()).isZero();
    }
}
