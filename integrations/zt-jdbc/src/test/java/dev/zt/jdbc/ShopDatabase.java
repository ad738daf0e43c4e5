package dev.zt.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.Scope;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.postgres.PostgresServer;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A PostgreSQL server with one table of orders, which takes certificates and nothing else. One for all tests of the module; what
 * a test changes it changes back.
 */
final class ShopDatabase implements AutoCloseable {
    static final TrustDomain TRUST_DOMAIN = TrustDomain.of("shop.example");
    static final Scope READ = Scope.of("orders:read");
    static final Scope WRITE = Scope.of("orders:write");
    static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    static final WorkloadId SERVER = WorkloadId.of("spiffe://shop.example/database");
    static final DatabaseUser LOGIN = DatabaseUser.of("svc_orders");
    static final String MAP = "zt /^(.*)$ \\1\n";
    static final String ADMIT = "hostssl shop svc_orders,migrator,warden 127.0.0.1/32 cert clientname=CN map=zt\n";

    final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    final TestWorkload orders = authority.issue("/orders", LOGIN);
    final PostgresServer server;
    private final Path directory;
    private final PostgresServerFiles files;
    private final TestWorkload migrator = authority.issue("/migrator", DatabaseUser.of("migrator"));
    private final TestWorkload warden = authority.issue("/warden", DatabaseUser.of("warden"));

    /** Gives tests the one database; they are skipped where there is no PostgreSQL. */
    static final class Given implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ShopDatabase.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(ShopDatabase.class, unused -> open(), ShopDatabase.class);
        }

        private static ShopDatabase open() {
            try {
                Path directory = Files.createTempDirectory("zt-shop");
                PostgresServer server = PostgresServer.create(directory).orElse(null);
                Assumptions.assumeTrue(server != null, "there is no PostgreSQL: neither binaries nor an installation");
                return new ShopDatabase(directory, server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private ShopDatabase(Path directory, PostgresServer server) throws IOException, SQLException {
        this.directory = directory;
        this.server = server;
        this.files = PostgresServerFiles.keep(authority.issue("/database").identity(), server.data(), server::reload);
        server.set("ssl", "on")
                .set("ssl_min_protocol_version", "TLSv1.3")
                .set("ssl_cert_file", PostgresServerFiles.CERTIFICATE)
                .set("ssl_key_file", PostgresServerFiles.KEY)
                .set("ssl_ca_file", PostgresServerFiles.AUTHORITIES)
                .set("log_connections", "on")
                .set("log_parameter_max_length", "0")
                .admit(ADMIT)
                .map(MAP)
                .superuser("postgres", "CREATE DATABASE shop")
                .superuser("shop", PostgresSchema.superuserSql())
                .superuser("shop", text("/logins.sql"))
                .start();
        try (Connection connection = connect(migrator, "migrator")) {
            connection.setAutoCommit(false);
            PostgresSchema.install(connection);
            PostgresSchema.login(connection, LOGIN.toString(), ORDERS.toString());
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET ROLE");
                statement.execute(text("/shop.sql"));
            }
            connection.commit();
        }
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = ShopDatabase.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A connection of whoever shows a certificate, as a login that he asks for; it stands until it is closed. */
    Connection connect(TestWorkload who, String login) throws SQLException {
        try (PostgresTls tls =
                PostgresTls.open(who.identity(), "127.0.0.1", server.port(), PeerMatcher.exactly(SERVER))) {
            Properties properties = tls.properties();
            properties.setProperty("user", login);
            return DriverManager.getConnection(server.url("shop"), properties);
        }
    }

    Connection wardens() throws SQLException {
        return connect(warden, "warden");
    }

    /** Does something as the owner of everything. */
    void asOwner(String... statements) throws SQLException {
        try (Connection connection = connect(migrator, "migrator");
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE zt_owner");
            for (String sql : List.of(statements)) {
                statement.execute(sql);
            }
        }
    }

    /** A pool of the service's. */
    RotatingPool pool(ServiceIdentity identity, PostgresTls tls, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.url("shop"));
        config.setUsername(LOGIN.toString());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(5000);
        return RotatingPool.open(config, identity, tls);
    }

    PostgresTls tls(ServiceIdentity identity) {
        return PostgresTls.open(identity, "127.0.0.1", server.port(), PeerMatcher.exactly(SERVER));
    }

    static ZtDataSource.Builder bound(javax.sql.DataSource pool) {
        return ZtDataSource.postgres(pool)
                .tenants(TenantRule.pathSegment(TRUST_DOMAIN, 0))
                .role(READ, "zt_orders_read")
                .role(WRITE, "zt_orders_write")
                .job("reconcile", "acme", READ);
    }

    @Override
    public void close() throws IOException {
        files.close();
        server.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
