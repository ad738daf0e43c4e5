package dev.zt.jdbc.example;

import dev.zt.jdbc.PostgresServerFiles;
import dev.zt.jdbc.PostgresTls;
import dev.zt.jdbc.RevokedSessions;
import dev.zt.own.Membership;
import dev.zt.own.ServiceIdentity;
import dev.zt.posture.StatusSource;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/** The service over PostgreSQL, with who runs that: the server's own identity, the migrator, the warden. */
final class PostgresScene extends Scene {
    private final String url;
    private final Optional<DatabaseServer> server;
    private final PostgresDatabase postgres;
    private final ServiceIdentity orders;
    private final ServiceIdentity support;
    private final ServiceIdentity migrator;
    private final Membership warden;
    private final StatusSource statuses;
    private final DataSource wardenDatabase;

    private PostgresScene(
            Office office,
            String url,
            Optional<DatabaseServer> server,
            PostgresDatabase postgres,
            ServiceIdentity orders,
            ServiceIdentity support,
            ServiceIdentity migrator)
            throws Exception {
        super(office, orders, postgres);
        this.url = url;
        this.server = server;
        this.postgres = postgres;
        this.orders = orders;
        this.support = support;
        this.migrator = migrator;
        this.warden = owning(office.member("warden"));
        this.statuses = warden.followStatus();
        ServiceIdentity who = ServiceIdentity.of(warden.identity(), InstantSource.system());
        PostgresTls tls = owning(PostgresDatabase.tls(url, who, PeerMatcher.exactly(PostgresDatabase.SERVER)));
        this.wardenDatabase = Migrations.source(url, "svc_warden", tls);
        owning(RevokedSessions.follow(Office.DOMAIN, statuses, wardenDatabase, session -> {}));
    }

    /** Starts an authority, a server and the service; what is opened is closed again if that fails. */
    static PostgresScene start(Path directory) throws Exception {
        Office office = Office.open(directory.resolve("office"));
        ServiceIdentity database = office.instance("shop-db");
        Path folder = Files.createDirectories(directory.resolve("postgres"));
        DatabaseServer server = DatabaseServer.start(folder, database);
        try {
            return over(office, server.url(), Optional.of(server));
        } catch (Exception | Error e) {
            server.close();
            office.close();
            throw e;
        }
    }

    /**
     * The same over a server that is there, prepared as the README says. Its TLS files are written first, and then it is waited
     * for.
     *
     * @param directory keeps the authority, so that the server can go on believing it
     * @param files where the server has its TLS files; this process may write there
     */
    static PostgresScene given(Path directory, String url, Path files) throws Exception {
        Office office = Office.open(directory.resolve("office"));
        ServiceIdentity keeper = office.instance("warden");
        PostgresServerFiles kept = PostgresServerFiles.keep(
                office.instance("shop-db"), files, () -> asWarden(url, keeper, "SELECT pg_reload_conf()"));
        try {
            String unused = Await.until(
                    "the server at " + url + " knows the TLS files in " + files + "; have it read them",
                    () -> asWarden(url, keeper, "SELECT session_user"));
            PostgresScene scene = over(office, url, Optional.empty());
            scene.owning(keeper);
            scene.owning(kept);
            return scene;
        } catch (Exception | Error e) {
            kept.close();
            keeper.close();
            office.close();
            throw e;
        }
    }

    private static String asWarden(String url, ServiceIdentity warden, String sql) throws SQLException {
        try (PostgresTls tls = PostgresDatabase.tls(url, warden, PeerMatcher.exactly(PostgresDatabase.SERVER));
                Connection connection =
                        Migrations.source(url, "svc_warden", tls).getConnection()) {
            return Sql.one(connection, sql);
        }
    }

    private static PostgresScene over(Office office, String url, Optional<DatabaseServer> server) throws Exception {
        ServiceIdentity migrator = office.instance("migrator");
        Migrations.postgres(url, migrator, Office.logins());
        ServiceIdentity orders = office.instance("orders");
        ServiceIdentity support = office.instance("support");
        return new PostgresScene(
                office, url, server, PostgresDatabase.open(url, orders, support), orders, support, migrator);
    }

    String url() {
        return url;
    }

    /** Whether the server is this scene's to change. */
    boolean hasServer() {
        return server.isPresent();
    }

    /** The server, if it is this scene's. */
    DatabaseServer server() {
        return server.orElseThrow(() -> new IllegalStateException("the server is not ours"));
    }

    PostgresDatabase postgres() {
        return postgres;
    }

    /** The identity of the service. */
    ServiceIdentity orders() {
        return orders;
    }

    /** The identity that it reads cards with. */
    ServiceIdentity support() {
        return support;
    }

    /** Whose revocations the warden follows. */
    StatusSource statuses() {
        return statuses;
    }

    /** Whom the members of the trust domain believe. */
    Membership warden() {
        return warden;
    }

    /** Sessions of the warden's own. */
    Connection wardenConnection() throws SQLException {
        return wardenDatabase.getConnection();
    }

    /** Of the server, such as 17. */
    int majorVersion() {
        try (Connection connection = wardenConnection()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("the server does not tell its version", e);
        }
    }

    /** Something that only the owner of everything may do. */
    String asOwner(String sql) throws SQLException {
        try (PostgresTls tls = PostgresDatabase.tls(url, migrator, PeerMatcher.exactly(PostgresDatabase.SERVER));
                Connection connection =
                        Migrations.source(url, "svc_migrator", tls).getConnection()) {
            Sql.run(connection, "SET ROLE zt_owner");
            if (sql.startsWith("SELECT")) {
                return Sql.one(connection, sql);
            }
            Sql.run(connection, sql);
            return "done";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            orders.close();
            support.close();
            migrator.close();
            if (server.isPresent()) {
                server.get().close();
            }
            office().close();
        }
    }
}
