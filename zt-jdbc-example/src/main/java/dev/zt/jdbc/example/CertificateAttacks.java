package dev.zt.jdbc.example;

import dev.zt.identity.DatabaseUser;
import dev.zt.identity.WorkloadId;
import dev.zt.jdbc.PostgresTls;
import dev.zt.keys.BundleSource;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.testkit.Thief;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.X509Svid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates that the database server must not take, and those of servers that the service must not take. The authority
 * issues none that lie, so a second CA does, which the server is told to believe meanwhile: one whose workloads choose their
 * common names, as companies have them.
 */
final class CertificateAttacks {
    private static final DatabaseUser ORDERS = DatabaseUser.of(PostgresDatabase.ORDERS);

    private static final Pattern REFUSAL = Pattern.compile("could not accept SSL connection: ([^\n]+)"
            + "(?:\n[^\n]*Client certificate verification failed at depth \\d+: ([^\n]+)\\.)?");

    private final PostgresScene scene;
    private final TestAuthority careless = TestAuthority.of(Office.DOMAIN.toString(), InstantSource.system());

    private CertificateAttacks(PostgresScene scene) {
        this.scene = scene;
    }

    /** Those that need nothing of the server. */
    static List<Step> ofClients(PostgresScene scene) {
        CertificateAttacks attacks = new CertificateAttacks(scene);
        String url = scene.url();
        return List.of(
                new Step(
                        "log in with another login's certificate",
                        "28000 certificate authentication failed",
                        () -> attacks.logIn("svc_migrator", scene.orders())),
                new Step(
                        "log in with a certificate that names no login",
                        "28000 certificate authentication failed",
                        () -> attacks.logIn(
                                PostgresDatabase.ORDERS, scene.acme().identity())),
                new Step(
                        "log in without a certificate",
                        "28000 connection requires a valid client certificate",
                        () -> attacks.logIn(PostgresDatabase.ORDERS, attacks.showing(Optional.empty()))),
                new Step("log in with a password and no TLS", "28000 no pg_hba.conf entry", () -> {
                    try (Connection connection = DriverManager.getConnection(
                            url + "?sslmode=disable&gssEncMode=disable", PostgresDatabase.ORDERS, "guess")) {
                        return Sql.one(connection, "SELECT 1");
                    }
                }));
    }

    /** Those that need a server that believes somebody careless, or is somebody else. */
    static List<Step> ofServersAndAuthorities(PostgresScene scene) {
        CertificateAttacks attacks = new CertificateAttacks(scene);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                "show a certificate of another CA for the same domain",
                attacks.unverified("unable to get local issuer certificate"),
                () -> attacks.refusedByServer(
                        attacks.showing(Optional.of(attacks.careless.issue("/orders", ORDERS))))));
        steps.add(new Step("(the server is told to believe a careless CA as well)", "done", attacks::believeCareless));
        steps.add(new Step(
                "show a certificate whose common name lies: read rows",
                "no row",
                () -> attacks.withLyingName(
                        raw -> Sql.one(raw, "SELECT set_config('role', 'zt_orders_read', true)"),
                        "SELECT item FROM shop.orders")));
        steps.add(new Step(
                "show a certificate whose common name lies: is it the login's",
                "f",
                () -> attacks.withLyingName(
                        raw -> Sql.one(raw, "SELECT set_config('role', 'none', true)"), "SELECT zt.peer_is_login()")));
        steps.add(new Step(
                "show a certificate whose common name lies: begin as a service",
                "28000 ZT-JDBC-009",
                attacks::beginWithLyingName));
        steps.add(new Step(
                "show a certificate that a namesake of that CA issued",
                attacks.unverified("unable to get local issuer certificate"),
                () -> attacks.refusedByServer(attacks.showing(
                        Optional.of(Thief.namesake(attacks.careless).issue("/orders", ORDERS))))));
        steps.add(new Step(
                "show a certificate that has expired",
                attacks.unverified("certificate has expired"),
                () -> attacks.refusedByServer(attacks.showing(
                        Optional.of(Thief.withEndedCertificate(attacks.careless.issue("/orders", ORDERS)))))));
        steps.add(new Step(
                "be a server with another workload's certificate",
                "08006 the server is spiffe://shop.example/acme/storefront",
                () -> attacks.askWrongServer(scene.acme().identity())));
        steps.add(new Step("(the server is itself again)", "svc_orders", attacks::beItself));
        return steps;
    }

    private String believeCareless() throws IOException {
        Path folder = Files.createTempDirectory("zt-careless");
        careless.writePem(careless.issue("/orders", ORDERS), folder);
        scene.server().alsoBelieve(Files.readString(folder.resolve("svid_bundle.pem")));
        return "done";
    }

    private ServiceIdentity showing(Optional<TestWorkload> workload) {
        return ServiceIdentity.of(
                new Shown(
                        workload.map(TestWorkload::certificate), scene.warden().bundles()),
                InstantSource.system());
    }

    /** A certificate, and the true trust in others. */
    private record Shown(Optional<X509Svid> certificate, BundleSource bundles) implements IdentitySource {
        @Override
        public HeldIdentity current() {
            throw new IdentityUnavailableException("there is a certificate alone");
        }
    }

    private String logIn(String login, ServiceIdentity identity) throws SQLException {
        try (PostgresTls tls = tls(identity);
                Connection connection =
                        Migrations.source(scene.url(), login, tls).getConnection()) {
            return Sql.one(connection, "SELECT session_user");
        }
    }

    // In TLS 1.3 the client may learn of it as late as by a broken pipe; the server writes down why.
    private String refusedByServer(ServiceIdentity identity) throws IOException {
        int before = scene.server().log().length();
        try {
            return logIn(PostgresDatabase.ORDERS, identity);
        } catch (SQLException e) {
            return Await.until("the server writes down why", () -> {
                Matcher line = REFUSAL.matcher(scene.server().log().substring(before));
                if (!line.find()) {
                    throw new IllegalStateException("not yet");
                }
                return line.group(1) + (line.group(2) == null ? "" : ": " + line.group(2));
            });
        }
    }

    // From 16 on the server also writes down what was wrong.
    private String unverified(String why) {
        return "certificate verify failed" + (scene.majorVersion() < 16 ? "" : ": " + why);
    }

    private PostgresTls tls(ServiceIdentity identity) {
        return PostgresDatabase.tls(scene.url(), identity, PeerMatcher.exactly(PostgresDatabase.SERVER));
    }

    private interface Before {
        String run(Connection raw) throws SQLException;
    }

    private ServiceIdentity lying() {
        return showing(Optional.of(Thief.withDatabaseUser(careless, "/evil", ORDERS)));
    }

    private String withLyingName(Before before, String sql) throws SQLException {
        try (PostgresTls tls = tls(lying());
                Connection raw = Migrations.source(scene.url(), PostgresDatabase.ORDERS, tls)
                        .getConnection()) {
            raw.setAutoCommit(false);
            before.run(raw);
            return Sql.one(raw, sql);
        }
    }

    private String beginWithLyingName() throws SQLException {
        PostgresDatabase.Login login =
                PostgresDatabase.ordersLogin(scene.url(), lying(), WorkloadId.of("spiffe://shop.example/evil"), 1);
        try {
            return login.rows()
                    .inTransaction(
                            scene.reading(), OrderScopes.READ, connection -> Sql.one(connection, "SELECT 'begun'"));
        } finally {
            login.close();
        }
    }

    private String askWrongServer(ServiceIdentity other) throws IOException, SQLException {
        scene.server().pretendToBe(other);
        return logIn(PostgresDatabase.ORDERS, scene.orders());
    }

    private String beItself() throws IOException, SQLException {
        scene.server().beItself();
        return Await.until("the server is itself", () -> logIn(PostgresDatabase.ORDERS, scene.orders()));
    }
}
