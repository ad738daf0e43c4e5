package dev.zt.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A server of Redis or Valkey as a child process, on a port of its own, that can be killed, hung and started again. */
final class RedisServer implements AutoCloseable {
    private static final int STARTING_TURNS = 1000;

    private final String binary;
    private final Path directory;
    private final int port;
    private Process process;

    private RedisServer(String binary, Path directory, int port) {
        this.binary = binary;
        this.directory = directory;
        this.port = port;
    }

    /** Starts one, or skips the test with the reason where there is no such program. */
    static RedisServer start(String program, Path directory) {
        Optional<String> binary = find(program);
        Assumptions.assumeTrue(binary.isPresent(), program + " is not on the PATH");
        RedisServer server = new RedisServer(binary.orElseThrow(), directory, freePort());
        server.start();
        return server;
    }

    // A package that is no part of the system's is named by a variable, such as VALKEY_SERVER.
    private static Optional<String> find(String program) {
        String named = System.getenv(program.toUpperCase(Locale.ROOT).replace('-', '_'));
        Stream<String> places = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, program).toString());
        return Stream.concat(Stream.ofNullable(named), places)
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        List<String> command = List.of(
                binary,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--repl-diskless-sync-delay",
                "0",
                "--dir",
                directory.toString());
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            for (int turn = 0; !answers(); turn++) {
                if (turn == STARTING_TURNS || process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(
                            binary + " did not start: " + Files.readString(directory.resolve("log")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() {
        try (Jedis jedis = connect()) {
            return jedis.ping().equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    Jedis connect() {
        return new Jedis("127.0.0.1", port);
    }

    int port() {
        return port;
    }

    /** Ends it at once, as a loss of power would. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Lets it take connections and answer nothing, until it goes on. */
    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
