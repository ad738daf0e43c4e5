package dev.zt.jdbc.example;

import dev.zt.jdbc.PostgresSchema;
import dev.zt.jdbc.PostgresServerFiles;
import dev.zt.own.ServiceIdentity;
import dev.zt.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A PostgreSQL server with the settings of the module's README, whose TLS files are those of an identity. Used by one thread. */
final class DatabaseServer implements AutoCloseable {
    private static final String NAME = "shop";

    private final ServiceIdentity identity;
    private final PostgresServer server;
    private PostgresServerFiles files;

    private DatabaseServer(ServiceIdentity identity, PostgresServer server) throws IOException {
        this.identity = identity;
        this.server = server;
        this.files = PostgresServerFiles.keep(identity, server.data(), server::reload);
    }

    /** Makes a cluster with roles and extensions, and starts it. */
    static DatabaseServer start(Path directory, ServiceIdentity identity) throws IOException {
        PostgresServer server = PostgresServer.create(directory)
                .orElseThrow(() -> new IOException("there are no programs of PostgreSQL"))
                .admit(Office.text("postgres/pg_hba.conf"))
                .map(Office.text("postgres/pg_ident.conf"))
                .superuser("postgres", "CREATE DATABASE " + NAME)
                .superuser(NAME, PostgresSchema.superuserSql())
                .superuser(NAME, Office.text("postgres/roles.sql"));
        Office.text("postgres/postgresql.conf").lines().forEach(line -> set(server, line));
        DatabaseServer made = new DatabaseServer(identity, server);
        server.start();
        return made;
    }

    private static void set(PostgresServer server, String line) {
        int at = line.indexOf('=');
        server.set(line.substring(0, at).strip(), line.substring(at + 1).strip().replaceAll("^'|'$", ""));
    }

    String url() {
        return server.url(NAME);
    }

    /** Has the server believe another CA as well, as one that also believes the CA of a company does. */
    void alsoBelieve(String authorityPem) throws IOException {
        files.close();
        Files.writeString(
                server.data().resolve(PostgresServerFiles.AUTHORITIES), authorityPem, StandardOpenOption.APPEND);
        server.reload();
    }

    /** Has it show the certificate of somebody else. */
    void pretendToBe(ServiceIdentity other) throws IOException {
        files.close();
        files = PostgresServerFiles.keep(other, server.data(), server::reload);
        server.reload();
    }

    /** Has it be itself again, and believe its own trust domain alone. */
    void beItself() throws IOException {
        pretendToBe(identity);
    }

    /** What it wrote down. */
    String log() throws IOException {
        return server.log();
    }

    void stop() throws IOException {
        server.stop();
    }

    void startAgain() throws IOException {
        server.start();
    }

    @Override
    public void close() throws IOException {
        files.close();
        identity.close();
        server.close();
    }
}
