package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariConfig;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestWorkload;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections go with the certificate that they began with. */
@ExtendWith(ShopDatabase.Given.class)
class RotatingPoolTest {
    private final ShopDatabase shop;

    RotatingPoolTest(ShopDatabase shop) {
        this.shop = shop;
    }

    private static BigInteger serial(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT client_serial::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            return new BigInteger(row.getString(1));
        }
    }

    private static BigInteger serial(TestWorkload workload) {
        return workload.certificate().chain().get(0).getSerialNumber();
    }

    @Test
    void retires_connectionsOfTheCertificateBefore() throws SQLException {
        RenewableWorkload orders = RenewableWorkload.of(shop.orders);
        ServiceIdentity identity = orders.identity();
        try (PostgresTls tls = shop.tls(identity);
                RotatingPool pool = shop.pool(identity, tls, 1)) {
            try (Connection working = pool.dataSource().getConnection()) {
                assertThat(serial(working)).isEqualTo(serial(shop.orders));
                orders.renew();
                assertThat(serial(working)).as("work in progress goes on").isEqualTo(serial(shop.orders));
            }
            try (Connection fresh = pool.dataSource().getConnection()) {
                assertThat(serial(fresh)).isEqualTo(serial(orders.current()));
            }
        }
    }

    @Test
    void starts_withoutTheDatabase_andRecovers() throws Exception {
        ServiceIdentity identity = shop.orders.identity();
        shop.server.stop();
        try (PostgresTls tls = shop.tls(identity);
                RotatingPool pool = shop.pool(identity, tls, 1)) {
            pool.dataSource().setConnectionTimeout(300);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> pool.dataSource().getConnection());
            shop.server.start();
            pool.dataSource().setConnectionTimeout(5000);
            try (Connection connection = pool.dataSource().getConnection()) {
                assertThat(serial(connection)).isEqualTo(serial(shop.orders));
            }
        } finally {
            shop.server.stop();
            shop.server.start();
        }
    }

    @Test
    void refuses_aUrlThatUndoesWhatIsSafe() {
        ServiceIdentity identity = shop.orders.identity();
        try (PostgresTls tls = shop.tls(identity)) {
            for (String part : List.of("sslmode=disable", "ssl=true&requireAuth=password", "preferQueryMode=simple")) {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(shop.server.url("shop") + "?" + part);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> RotatingPool.open(config, identity, tls))
                        .withMessageContaining("would undo");
            }
        }
    }

    @Test
    void refuses_aPoolThatTheDriverIsNotToldOf() {
        ServiceIdentity identity = shop.orders.identity();
        try (PostgresTls tls = shop.tls(identity)) {
            HikariConfig none = new HikariConfig();
            none.setDataSource(new org.postgresql.ds.PGSimpleDataSource());
            HikariConfig simple = new HikariConfig();
            simple.setJdbcUrl(shop.server.url("shop"));
            simple.addDataSourceProperty("preferQueryMode", "simple");
            HikariConfig isolated = new HikariConfig();
            isolated.setJdbcUrl(shop.server.url("shop"));
            isolated.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            for (HikariConfig config : List.of(none, simple, isolated)) {
                assertThatIllegalArgumentException().isThrownBy(() -> RotatingPool.open(config, identity, tls));
            }
        }
    }

    @Test
    void endsConnections_thatWereToLiveForEver() {
        ServiceIdentity identity = shop.orders.identity();
        try (PostgresTls tls = shop.tls(identity)) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(shop.server.url("shop"));
            config.setUsername(ShopDatabase.LOGIN.toString());
            config.setMaxLifetime(0);
            try (RotatingPool pool = RotatingPool.open(config, identity, tls)) {
                assertThat(pool.dataSource().getMaxLifetime()).isEqualTo(RotatingPool.MAX_LIFE.toMillis());
            }
        }
    }
}
