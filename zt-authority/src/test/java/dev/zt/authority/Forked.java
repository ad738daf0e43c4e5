package dev.zt.authority;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.jose.SigningKey;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link LoneAuthority} in its process, and requests made to it by hand. */
final class Forked implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final int port;

    private Forked(ProcessBuilder builder) throws IOException {
        this.process = builder.start();
        Thread reader = new Thread(this::read, "forked");
        reader.setDaemon(true);
        reader.start();
        this.port = Integer.parseInt(line().substring("port ".length()));
    }

    /**
     * Starts one.
     *
     * @param step where it is to stand still; empty for nowhere
     */
    static Forked start(Path directory, String step) throws IOException {
        return start(directory, step, List.of());
    }

    /** Starts one that has little memory. */
    static Forked startSmall(Path directory) throws IOException {
        return start(directory, "", List.of(), List.of("-Xmx48m"));
    }

    /** The same behind a command that changes what the process may do. */
    static Forked start(Path directory, String step, List<String> before) throws IOException {
        return start(directory, step, before, List.of("-XX:TieredStopAtLevel=1"));
    }

    private static Forked start(Path directory, String step, List<String> before, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoneAuthority.class.getName(),
                directory.toString(),
                step));
        return new Forked(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("cannot be read");
        }
    }

    private String line() throws IOException {
        try {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("the authority says nothing");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    String tell(String order) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
        return line();
    }

    /** A new join file of 'orders', which is registered if it is not. */
    JoinFile join(Path file) throws IOException {
        dev.zt.config.PrivateFile.replace(file, tell("join orders").getBytes(StandardCharsets.UTF_8));
        return JoinFile.read(file);
    }

    List<String> instances() throws IOException {
        String all = tell("instances");
        return all.isEmpty() ? List.of() : List.of(all.split(" ", -1));
    }

    void awaitStandstill() throws IOException {
        String line = line();
        if (!line.equals("standing still")) {
            throw new IOException(line);
        }
    }

    AuthorityClient client(JoinFile join) {
        return new AuthorityClient(
                URI.create("https://127.0.0.1:" + port), TlsContexts.client(new PinnedTrust(join.tlsPin())));
    }

    Reply<Issued> enrol(JoinFile join, SigningKey key) {
        AuthorityClient client = client(join);
        return client.nonce() instanceof Reply.Given<String> nonce
                ? client.enrol(KeyProof.enrolment(LoneAuthority.URL, nonce.value(), join.token(), key, Town.request()))
                : new Reply.Unreachable<>("no nonce");
    }

    Reply<Issued> renew(JoinFile join, String instance, SigningKey current, SigningKey successor) {
        AuthorityClient client = client(join);
        return client.nonce() instanceof Reply.Given<String> nonce
                ? client.renew(KeyProof.renewal(
                        LoneAuthority.URL, nonce.value(), instance, current, successor, Town.request()))
                : new Reply.Unreachable<>("no nonce");
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** As by {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
