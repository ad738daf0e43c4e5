package dev.zt.jdbc.example;

import com.zaxxer.hikari.HikariConfig;
import dev.zt.identity.Scope;
import dev.zt.identity.WorkloadId;
import dev.zt.jdbc.DatabaseCheck;
import dev.zt.jdbc.DatabaseFinding;
import dev.zt.jdbc.PostgresTls;
import dev.zt.jdbc.RotatingPool;
import dev.zt.jdbc.ZtDataSource;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerMatcher;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** PostgreSQL: two logins, each by the certificate of an identity of its own, each with a small pool. */
final class PostgresDatabase implements ShopDatabase {
    /** Who the database server must prove to be. */
    static final WorkloadId SERVER = WorkloadId.of("spiffe://shop.example/shop-db");

    static final String ORDERS = "svc_orders";
    static final String SUPPORT = "svc_support";

    private final Login orders;
    private final Login support;

    /** One login with its pool. */
    record Login(WorkloadId self, Map<Scope, String> roles, PostgresTls tls, RotatingPool pool, ZtDataSource rows) {
        List<DatabaseFinding> findings() throws SQLException {
            try (Connection connection = pool.dataSource().getConnection()) {
                return new DatabaseCheck(self, "shop", roles).run(connection);
            }
        }

        void close() {
            pool.close();
            tls.close();
        }
    }

    private PostgresDatabase(Login orders, Login support) {
        this.orders = orders;
        this.support = support;
    }

    /** Opens the pools; the database need not be there yet. */
    static PostgresDatabase open(String url, ServiceIdentity orders, ServiceIdentity support) {
        return new PostgresDatabase(ordersLogin(url, orders, 4), supportLogin(url, support));
    }

    static Login ordersLogin(String url, ServiceIdentity identity, int connections) {
        return ordersLogin(url, identity, identity.id(), connections);
    }

    /** The same for who has a certificate alone. */
    static Login ordersLogin(String url, ServiceIdentity identity, WorkloadId self, int connections) {
        return login(
                url,
                identity,
                self,
                ORDERS,
                connections,
                Map.of(OrderScopes.READ, "zt_orders_read", OrderScopes.WRITE, "zt_orders_write"),
                rows -> rows.job("fill", "measured", OrderScopes.WRITE));
    }

    static Login supportLogin(String url, ServiceIdentity identity) {
        return login(
                url,
                identity,
                identity.id(),
                SUPPORT,
                2,
                Map.of(OrderScopes.READ, "zt_orders_read", OrderScopes.PII, "zt_orders_pii"),
                rows -> rows);
    }

    private static Login login(
            String url,
            ServiceIdentity identity,
            WorkloadId self,
            String user,
            int connections,
            Map<Scope, String> roles,
            UnaryOperator<ZtDataSource.Builder> more) {
        PostgresTls tls = tls(url, identity, PeerMatcher.exactly(SERVER));
        HikariConfig config = new HikariConfig();
        config.setPoolName(user);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        // A call waits no longer than this for a database that is away.
        config.setConnectionTimeout(1_000);
        RotatingPool pool = RotatingPool.open(config, identity, tls);
        ZtDataSource.Builder rows = ZtDataSource.postgres(pool.dataSource()).tenants(Tenants.rule());
        roles.forEach(rows::role);
        return new Login(self, roles, tls, pool, more.apply(rows).build());
    }

    static PostgresTls tls(String url, ServiceIdentity identity, PeerMatcher server) {
        URI place = URI.create(url.substring("jdbc:".length()));
        return PostgresTls.open(identity, place.getHost(), place.getPort() == -1 ? 5432 : place.getPort(), server);
    }

    @Override
    public ZtDataSource orders() {
        return orders.rows();
    }

    @Override
    public ZtDataSource cards() {
        return support.rows();
    }

    @Override
    public String insertable() {
        return "shop.orders";
    }

    @Override
    public String cardTable() {
        return "shop.orders";
    }

    @Override
    public List<String> findings() throws SQLException {
        List<DatabaseFinding> found = new ArrayList<>(orders.findings());
        found.addAll(support.findings());
        return found.stream().map(DatabaseFinding::toString).toList();
    }

    /** The pool of orders, for what is measured without a caller. */
    Login ordersLogin() {
        return orders;
    }

    @Override
    public void close() {
        orders.close();
        support.close();
    }
}
