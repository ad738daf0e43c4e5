package dev.zt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zt.identity.WorkloadId;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.Thief;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may log in, and to whom a service talks. */
@ExtendWith(ShopDatabase.Given.class)
class PostgresTlsTest {
    private static final String LOGIN = ShopDatabase.LOGIN.toString();

    private final ShopDatabase shop;

    PostgresTlsTest(ShopDatabase shop) {
        this.shop = shop;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Connection connect(Properties properties) throws SQLException {
        properties.setProperty("user", LOGIN);
        return DriverManager.getConnection(shop.server.url("shop"), properties);
    }

    @Test
    void logsIn_byTheCertificateOfTheWorkload() throws SQLException {
        try (Connection connection = shop.connect(shop.orders, LOGIN)) {
            assertThat(one(connection, "SELECT session_user")).isEqualTo(LOGIN);
            assertThat(one(connection, "SELECT zt.peer_spiffe_id()")).isEqualTo(ShopDatabase.ORDERS.toString());
            assertThat(one(connection, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .isEqualTo("TLSv1.3");
        }
    }

    @Test
    void refuses_aLoginThatTheCertificateDoesNotName() {
        TestWorkload other = shop.authority.issue("/other");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> shop.connect(other, LOGIN))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    @Test
    void shows_nothing_toACertificateWhoseCommonNameLies() throws SQLException {
        TestWorkload liar = Thief.withDatabaseUser(shop.authority, "/evil", ShopDatabase.LOGIN);
        try (Connection connection = shop.connect(liar, LOGIN)) {
            assertThat(one(connection, "SELECT zt.peer_is_login()")).isEqualTo("f");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> one(connection, "SELECT zt.open_session(decode(repeat('ab', 32), 'hex'))"))
                    .withMessageContaining("not the login's");
            one(connection, "SELECT set_config('role', 'zt_orders_read', false)");
            assertThat(one(connection, "SELECT count(id) FROM shop.orders")).isEqualTo("0");
        }
    }

    @Test
    void refuses_anExpiredCertificate() {
        refused(Thief.withEndedCertificate(shop.orders));
    }

    @Test
    void refuses_aCertificateOfAnAuthorityOfTheSameName() {
        refused(Thief.namesake(shop.authority).issue("/orders", ShopDatabase.LOGIN));
    }

    // TLS 1.3 tells the client after its own handshake, or the server just hangs up.
    private void refused(TestWorkload who) {
        Properties properties;
        try (PostgresTls tls = PostgresTls.open(
                who.identity(),
                "127.0.0.1",
                shop.server.port(),
                PeerMatcher.anyOfTrustDomain(shop.authority.trustDomain()))) {
            properties = tls.properties();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(properties));
        }
    }

    @Test
    void refuses_aServerThatIsAnotherWorkload() {
        WorkloadId expected = WorkloadId.of("spiffe://shop.example/another-database");
        try (PostgresTls tls = PostgresTls.open(
                shop.orders.identity(), "127.0.0.1", shop.server.port(), PeerMatcher.exactly(expected))) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connect(tls.properties()))
                    .withStackTraceContaining("which is not the one called");
        }
    }

    @Test
    void refuses_aServerWithoutTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PostgresTls tls = PostgresTls.open(
                        shop.orders.identity(), "127.0.0.1", plain.getLocalPort(), PeerMatcher.anyWorkload())) {
            CompletableFuture<Integer> after = CompletableFuture.supplyAsync(() -> declines(plain));
            Properties properties = tls.properties();
            properties.setProperty("user", LOGIN);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + plain.getLocalPort() + "/shop", properties));
            assertThat(after.get()).as("octets that it was sent in plain text").isZero();
        }
    }

    /** Says no to TLS, and counts what comes then. */
    private static int declines(ServerSocket server) {
        try (Socket client = server.accept()) {
            InputStream in = client.getInputStream();
            in.readNBytes(8);
            client.getOutputStream().write('N');
            return in.readAllBytes().length;
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void refuses_aReferenceThatIsClosed() {
        PostgresTls tls = shop.tls(shop.orders.identity());
        Properties properties = tls.properties();
        tls.close();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(properties));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ZtSslSocketFactory(properties.getProperty("sslfactoryarg")))
                .withMessageContaining("no open PostgresTls");
    }

    @Test
    void refuses_theVerifierWithoutItsSockets() {
        Properties properties = new Properties();
        properties.setProperty("user", LOGIN);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslfactory", "org.postgresql.ssl.NonValidatingFactory");
        properties.setProperty("sslhostnameverifier", SpiffeServerVerifier.class.getName());
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connect(properties))
                .withMessageContaining("could not be verified");
    }
}
