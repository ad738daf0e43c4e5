package dev.zt.samples.demo;

import dev.zt.cli.Zt;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Reply;
import dev.zt.enrolment.TaggedText;
import dev.zt.testkit.TestAuthority;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The authority's JVM, the relay before it, and the operator, who types commands of {@code zt}. Used by one thread. */
final class Office implements AutoCloseable {
    private final Path directory;
    private final Relay relay;
    private final Path log;
    private Child authority;
    private int port;

    private Office(Path directory, Path log, Relay relay) {
        this.directory = directory;
        this.log = log;
        this.relay = relay;
        this.authority = start();
    }

    /**
     * Starts the authority.
     *
     * @param folder the demo's; the authority keeps its state in {@code authority}
     * @param more further lines of its settings
     */
    static Office open(Path folder, String more) throws IOException {
        Path directory = folder.resolve("authority");
        Files.createDirectories(directory);
        Relay relay = Relay.open();
        Resources.copy("authority", "zt-policy.yaml", directory);
        Files.writeString(directory.resolve("zt-authority.yaml"), """
                trust-domain: shop.example
                directory: state
                listen: 127.0.0.1:0
                url: %s
                policy: zt-policy.yaml
                audit: {file: ../audit/authority.jsonl}
                limits: {requests-per-second: 1000, burst: 2000}
                """.formatted(relay.url()) + more);
        Office office = new Office(directory, folder.resolve("logs").resolve("authority.log"), relay);
        try {
            office.awaitPort();
            office.openRelay();
            return office;
        } catch (IOException | RuntimeException e) {
            office.close();
            throw e;
        }
    }

    private Child start() {
        return Child.start(
                "authority",
                AuthorityProgram.class,
                log,
                Map.of(
                        "AUTHORITY_CONFIG",
                        directory.resolve("zt-authority.yaml").toString()));
    }

    private void awaitPort() {
        port = Integer.parseInt(authority.line().substring("port ".length()));
    }

    private void openRelay() throws IOException {
        try {
            KeyStore keys = keys();
            X509Certificate certificate = (X509Certificate) keys.getCertificate("tls");
            relay.start(port, (PrivateKey) keys.getKey("tls", password()), PinnedTrust.pinOf(certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority's keys cannot be read", e);
        }
    }

    /**
     * Types a command.
     *
     * @return what it printed
     * @throws IllegalStateException if it failed
     */
    String zt(String... command) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of("--directory", directory.resolve("state").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Zt.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("zt " + String.join(" ", command) + ": " + err);
        }
        return out.toString();
    }

    /**
     * Makes a join file of a workload.
     *
     * @param life how long it works
     */
    void join(String workload, Duration life, Path file) throws IOException {
        Path folder = Files.createTempDirectory(directory, "join");
        zt("join", workload, "--seconds", Long.toString(life.toSeconds()), "--out", folder.toString());
        Files.move(folder.resolve(workload), file, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder);
    }

    /** What somebody can forge who has the key that signs tokens. */
    TestAuthority forger() throws IOException {
        try {
            KeyStore keys = keys();
            for (String alias : Collections.list(keys.aliases())) {
                if (alias.startsWith("wit-")) {
                    PrivateKey key = (PrivateKey) keys.getKey(alias, password());
                    KeyPair pair = new KeyPair(keys.getCertificate(alias).getPublicKey(), key);
                    return TestAuthority.of("shop.example", pair, alias, InstantSource.system());
                }
            }
            throw new IOException("the authority has no key that signs tokens");
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority's keys cannot be read", e);
        }
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        byte[] content = Files.readAllBytes(directory.resolve("state/keys.p12"));
        keys.load(new ByteArrayInputStream(content), password());
        return keys;
    }

    private char[] password() throws IOException {
        return Files.readString(directory.resolve("state/keystore.password"))
                .strip()
                .toCharArray();
    }

    /** Asks it as anybody may. */
    AuthorityClient client() throws IOException {
        try {
            String pin = PinnedTrust.pinOf((X509Certificate) keys().getCertificate("tls"));
            return new AuthorityClient(relay.url(), TlsContexts.client(new PinnedTrust(pin)));
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority's keys cannot be read", e);
        }
    }

    /** The signed status as it is now. */
    String status() throws IOException {
        if (client().status(null) instanceof Reply.Given<TaggedText> given) {
            return given.value().text();
        }
        throw new IOException("the authority gives no status");
    }

    Relay relay() {
        return relay;
    }

    /** Where the authority itself listens, behind the relay. */
    int port() {
        return port;
    }

    long residentKib() {
        return authority.residentKib();
    }

    void kill() {
        authority.kill();
    }

    /** Starts the authority again after it was killed. */
    void startAgain() {
        authority = start();
        awaitPort();
        relay.passOnTo(port);
    }

    @Override
    public void close() {
        relay.close();
        authority.release();
        authority.awaitEnd();
    }
}
