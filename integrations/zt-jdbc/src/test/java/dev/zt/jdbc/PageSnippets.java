package dev.zt.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.zt.guard.Admission;
import dev.zt.identity.Scope;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerMatcher;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What docs/jdbc.md shows, compiled. */
final class PageSnippets {
    private static final TrustDomain TRUST_DOMAIN = TrustDomain.of("shop.example");
    private static final WorkloadId DATABASE = WorkloadId.of("spiffe://shop.example/database");

    private PageSnippets() {}

    static ZtDataSource open(ServiceIdentity me) {
        PostgresTls tls = PostgresTls.open(me, "db.internal", 5432, PeerMatcher.exactly(DATABASE));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://db.internal:5432/shop");
        config.setUsername("svc_orders");
        RotatingPool pool = RotatingPool.open(config, me, tls);
        ZtDataSource database = ZtDataSource.postgres(pool.dataSource())
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 0)) // spiffe://shop.example/acme/storefront: acme
                .role(Scope.of("orders:read"), "zt_orders_read")
                .build();
        return database;
    }

    /** Stands for the servlet API's, which this module does not have. */
    interface Caller {
        static Caller of(Admission.Granted request) {
            return () -> request;
        }

        Admission.Granted admission();
    }

    static final class Handler {
        private final ZtDataSource database;

        Handler(ZtDataSource database) {
            this.database = database;
        }

        List<String> handle(Admission.Granted request) throws SQLException {
            return database.inTransaction(Caller.of(request).admission(), Scope.of("orders:read"), connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT item FROM shop.orders")) {
                    return items(row);
                }
            });
        }
    }

    private static List<String> items(ResultSet row) throws SQLException {
        List<String> items = new ArrayList<>();
        while (row.next()) {
            items.add(row.getString(1));
        }
        return items;
    }
}
