package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zt.keys.BundleSource;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.X509Svid;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections go with the certificate that they began with. */
@ExtendWith(ShopDatabase.Given.class)
class RotatingPoolTest {
    private final ShopDatabase shop;

    RotatingPoolTest(ShopDatabase shop) {
        this.shop = shop;
    }

    /** An identity that a test replaces. */
    private static final class Replaceable implements IdentitySource {
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile TestWorkload workload;

        Replaceable(TestWorkload workload) {
            this.workload = workload;
        }

        void replace(TestWorkload next) {
            workload = next;
            listeners.forEach(Runnable::run);
        }

        @Override
        public HeldIdentity current() {
            throw new UnsupportedOperationException("certificates are enough here");
        }

        @Override
        public Optional<X509Svid> certificate() {
            return Optional.of(workload.certificate());
        }

        @Override
        public BundleSource bundles() {
            return workload.identity().bundles();
        }

        @Override
        public Listening onRenewal(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
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
        Replaceable source = new Replaceable(shop.orders);
        ServiceIdentity identity = ServiceIdentity.of(source, InstantSource.system());
        try (PostgresTls tls = shop.tls(identity);
                RotatingPool pool = shop.pool(identity, tls, 1)) {
            TestWorkload next = shop.authority.issue("/orders", ShopDatabase.LOGIN);
            try (Connection working = pool.dataSource().getConnection()) {
                assertThat(serial(working)).isEqualTo(serial(shop.orders));
                source.replace(next);
                assertThat(serial(working)).as("work in progress goes on").isEqualTo(serial(shop.orders));
            }
            try (Connection fresh = pool.dataSource().getConnection()) {
                assertThat(serial(fresh)).isEqualTo(serial(next));
            }
        }
    }

    @Test
    void tellsNobody_afterItIsClosed() {
        Replaceable source = new Replaceable(shop.orders);
        ServiceIdentity identity = ServiceIdentity.of(source, InstantSource.system());
        PostgresTls tls = shop.tls(identity);
        shop.pool(identity, tls, 1).close();
        tls.close();
        assertThat(source.listeners).isEmpty();
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
}
