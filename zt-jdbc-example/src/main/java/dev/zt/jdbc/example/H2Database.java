package dev.zt.jdbc.example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.jdbc.TokenCredentials;
import dev.zt.jdbc.ZtDataSource;
import dev.zt.policy.Policy;
import dev.zt.testkit.TestIssuer;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.security.auth.DefaultAuthenticator;

/**
 * H2 in memory, for development: its passwords are access tokens, its views show the rows of a tenant. What it cannot enforce
 * is told at the start; {@link #LIMITS} has it.
 */
final class H2Database implements ShopDatabase {
    /** What PostgreSQL enforces here and H2 cannot. */
    static final List<String> LIMITS = List.of(
            "no row-level security: views filter, so whoever is granted a table sees all of it",
            "no SET ROLE: a session has the roles of its login's token, whatever scope a transaction is for",
            "no grants of columns: another view leaves the card out",
            "no context of a transaction: variables of the session, set and cleared for each call, which injected SQL can"
                    + " change; a step below ends with another tenant's rows",
            "no client certificates: the password is a token, which works for whoever has it",
            "no roles of a session: a login with a lesser token takes roles from all sessions of its client",
            "no end of sessions that stand, when their token ends or is revoked");

    /** Whom tokens for this database are for. */
    static final Audience AUDIENCE = Audience.of("https://shop-db.shop.example");

    private final String url;
    private final Connection administrator;
    private final Guard guard;
    private final TestIssuer issuer;
    private final HikariDataSource ordersPool;
    private final HikariDataSource supportPool;
    private final ZtDataSource orders;
    private final ZtDataSource cards;

    private H2Database(String url, Connection administrator, Guard guard, TestIssuer issuer) {
        this.url = url;
        this.administrator = administrator;
        this.guard = guard;
        this.issuer = issuer;
        this.ordersPool = pool("orders", Scopes.of("orders:read", "orders:write"));
        this.supportPool = pool("support", Scopes.of("orders:read", "orders:pii"));
        this.orders = ZtDataSource.h2(ordersPool).tenants(Tenants.rule()).build();
        this.cards = ZtDataSource.h2(supportPool).tenants(Tenants.rule()).build();
    }

    /** Makes a new one, with its tables and an issuer of tokens for it. */
    static H2Database open() throws SQLException, IOException {
        String name = "jdbc:h2:mem:" + UUID.randomUUID();
        JdbcDataSource owner = new JdbcDataSource();
        owner.setURL(name);
        owner.setUser("sa");
        owner.setPassword(UUID.randomUUID().toString());
        Connection administrator = owner.getConnection();
        Migrations.h2(owner);
        TestIssuer issuer = TestIssuer.of("https://idp.shop.example", InstantSource.system());
        Guard guard = guard(issuer);
        admitTokens(administrator, new TokenRealm(guard));
        return new H2Database(name + ";AUTHREALM=ZT", administrator, guard, issuer);
    }

    private static Guard guard(TestIssuer issuer) throws IOException {
        byte[] policy = Office.text("h2/zt-policy.yaml").getBytes(StandardCharsets.UTF_8);
        VerifierRules rules =
                VerifierRules.of(AUDIENCE).tokens(TokenRules.none().issuer(issuer.url(), AUDIENCE));
        return Guard.builder(rules, issuer.bundles(), PolicySource.fixed(Policy.read("h2", policy)))
                .allowLoopbackHttp()
                .build();
    }

    // In place of SET AUTHENTICATOR TRUE, which takes the one authenticator of the JVM from a file.
    private static void admitTokens(Connection administrator, TokenRealm realm) throws SQLException {
        DefaultAuthenticator authenticator = new DefaultAuthenticator(true);
        authenticator.setAllowUserRegistration(true);
        authenticator.setPersistUsers(false);
        authenticator.setCreateMissingRoles(false);
        authenticator.addRealm("ZT", realm);
        authenticator.setUserToRolesMappers(realm);
        SessionLocal session =
                (SessionLocal) administrator.unwrap(JdbcConnection.class).getSession();
        session.getDatabase().setAuthenticator(authenticator);
    }

    private HikariDataSource pool(String client, Scopes scopes) {
        Supplier<String> token =
                () -> issuer.client(client).token(AUDIENCE, scopes).text();
        HikariConfig config = new HikariConfig();
        config.setPoolName(client);
        config.setJdbcUrl(url);
        config.setCredentialsProvider(new TokenCredentials(client, token));
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(-1);
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(1_000);
        return new HikariDataSource(config);
    }

    /** A session of whoever has this password. */
    Connection logIn(String user, String password) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Whose tokens it takes. */
    TestIssuer issuer() {
        return issuer;
    }

    /** The pool of orders, to look at what a call leaves in it. */
    HikariDataSource ordersPool() {
        return ordersPool;
    }

    @Override
    public ZtDataSource orders() {
        return orders;
    }

    @Override
    public ZtDataSource cards() {
        return cards;
    }

    @Override
    public String insertable() {
        return "shop.orders_base";
    }

    @Override
    public String cardTable() {
        return "shop.order_cards";
    }

    @Override
    public List<String> findings() throws SQLException {
        try (Connection connection = ordersPool.getConnection()) {
            String unused = Sql.one(connection, "SELECT count(*) FROM shop.orders_base");
            return List.of("granted-to-login: the login can read shop.orders_base; revoke SELECT");
        } catch (SQLException e) {
            if (e.getErrorCode() == org.h2.api.ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        ordersPool.close();
        supportPool.close();
        guard.close();
        try {
            administrator.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not close", e);
        }
    }
}
