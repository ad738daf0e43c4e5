package dev.zt.jdbc.stores;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/** A server of PostgreSQL as a child process, on a port of its own, that can be crashed and started again. */
final class PostgresServer {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final int STARTING_TURNS = 1500;

    private final Path programs;
    private final Path directory;
    private final int port;
    private Process process;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Makes a cluster and starts it, or skips the test with the reason where there is no PostgreSQL. */
    static PostgresServer start(Path directory) throws IOException, InterruptedException {
        Optional<Path> programs = find();
        Assumptions.assumeTrue(programs.isPresent(), "initdb and postgres are not on the PATH nor below " + DEBIAN);
        PostgresServer server = new PostgresServer(programs.orElseThrow(), directory, freePort());
        int code = server.run("initdb", "-D", server.data(), "-U", "zt", "-A", "trust", "-N", "--no-locale")
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("initdb ended with " + code + ": " + server.log());
        }
        server.start();
        return server;
    }

    private static Optional<Path> find() throws IOException {
        List<Path> places = new ArrayList<>();
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            }
        }
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(places::add);
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .filter(place -> Files.isExecutable(place.resolve("postgres")))
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    // PostgreSQL refuses to run as root; in a user namespace without a mapping nobody is.
    private Process run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    void start() {
        try {
            process = run(
                    "postgres",
                    "-D",
                    data(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off");
            for (int turn = 0; !answers(); turn++) {
                if (turn == STARTING_TURNS || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("postgres did not start: " + log());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("zt");
        source.setConnectTimeout(1);
        source.setLoginTimeout(2);
        return source;
    }

    /** Ends it as a crash would: nothing is written down, and the next start recovers. */
    void crash() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
