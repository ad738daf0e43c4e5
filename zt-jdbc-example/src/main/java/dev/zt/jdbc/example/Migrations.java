package dev.zt.jdbc.example;

import dev.zt.jdbc.PostgresSchema;
import dev.zt.jdbc.PostgresTls;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerMatcher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the schema up to date, as the owner of everything: by a login of its own, which no service has. */
final class Migrations {
    private static final String LOGIN = "svc_migrator";

    private Migrations() {}

    /**
     * Of PostgreSQL, by the certificate of the migrator.
     *
     * @param logins the SPIFFE ID that each login belongs to
     */
    static void postgres(String url, ServiceIdentity migrator, Map<String, String> logins) throws SQLException {
        try (PostgresTls tls = PostgresDatabase.tls(url, migrator, PeerMatcher.exactly(PostgresDatabase.SERVER))) {
            DataSource database = source(url, LOGIN, tls);
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                PostgresSchema.install(connection);
                for (Map.Entry<String, String> login : logins.entrySet()) {
                    PostgresSchema.login(connection, login.getKey(), login.getValue());
                }
                connection.commit();
            }
            migrate(database, "postgresql", "SET ROLE zt_owner");
        }
    }

    /** Of H2, by its administrator. */
    static void h2(DataSource administrator) {
        migrate(administrator, "h2", "");
    }

    // The history is in a schema of its own: every table of the shop's is held to have policies.
    private static void migrate(DataSource database, String kind, String first) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/" + kind)
                .initSql(first)
                .schemas("migrations")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    /** Connections of one login without a pool. */
    static DataSource source(String url, String login, PostgresTls tls) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(login);
        try {
            for (String name : tls.properties().stringPropertyNames()) {
                source.setProperty(name, tls.properties().getProperty(name));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the driver does not know a property", e);
        }
        return source;
    }
}
