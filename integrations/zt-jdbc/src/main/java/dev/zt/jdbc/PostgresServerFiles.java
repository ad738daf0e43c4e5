package dev.zt.jdbc;

import dev.zt.config.PrivateFile;
import dev.zt.config.Reloader;
import dev.zt.keys.BundleLookup;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.X509Svid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files of a PostgreSQL server in step with an identity: {@code server.crt} and {@code server.key} of its certificate,
 * {@code root.crt} of the CAs that its trust domain publishes, each of mode 0600. Looks at them every second, and has the server read them again when one has changed. Runs on the host of the server, as its user.
 */
public final class PostgresServerFiles implements AutoCloseable {
    /** The certificate, for {@code ssl_cert_file}. */
    public static final String CERTIFICATE = "server.crt";
    /** Its key, for {@code ssl_key_file}. */
    public static final String KEY = "server.key";
    /** Whom the server believes, for {@code ssl_ca_file}. */
    public static final String AUTHORITIES = "root.crt";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServerFiles.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final ServiceIdentity identity;
    private final Path directory;
    private final Reload reload;
    private final Reloader looks = new Reloader(EVERY);
    private volatile @Nullable String problem;

    /** Has the server read its files again, such as by {@code SELECT pg_reload_conf()}. */
    @FunctionalInterface
    public interface Reload {
        /** Does it; it is tried again in a second if this fails. */
        void reload() throws Exception;
    }

    private PostgresServerFiles(ServiceIdentity identity, Path directory, Reload reload) {
        this.identity = identity;
        this.directory = directory;
        this.reload = reload;
    }

    /**
     * Writes the files, and keeps them in step until the result is closed.
     *
     * @param directory exists
     * @param reload is not called for the files that are written first
     * @throws IllegalStateException if the identity has no certificate, or nobody's CA is known: a server that believes nobody
     *     in particular is not to be started
     */
    public static PostgresServerFiles keep(ServiceIdentity identity, Path directory, Reload reload) throws IOException {
        write(identity, directory);
        PostgresServerFiles made = new PostgresServerFiles(identity, directory, reload);
        made.looks.every(made::look);
        return made;
    }

    private void look() {
        try {
            // What failed to be read again is not forgotten for being written.
            if (write(identity, directory) || problem != null) {
                reload.reload();
                LOG.info("zt: the database server has new TLS files in {}", directory);
            }
            problem = null;
        } catch (Exception e) {
            problem = "the TLS files of the database server are not renewed: " + e.getMessage();
            LOG.warn("zt: the TLS files of the database server are not renewed", e);
        }
    }

    private static boolean write(ServiceIdentity identity, Path directory) throws IOException {
        X509Svid certificate = identity.certificate()
                .orElseThrow(() -> new IllegalStateException("the identity has no certificate yet"));
        String authorities = authorities(identity, certificate);
        // The server reads them when it is told to, so no reader sees the key of one and the certificate of another.
        boolean changed = put(directory.resolve(AUTHORITIES), authorities);
        changed |= put(directory.resolve(KEY), certificate.secretKeyPem());
        changed |= put(directory.resolve(CERTIFICATE), certificate.chainPem());
        return changed;
    }

    private static String authorities(ServiceIdentity identity, X509Svid certificate) {
        return identity.bundles().bundle(certificate.id().trustDomain()) instanceof BundleLookup.Found found
                        && !found.bundle().x509Authorities().isEmpty()
                ? found.bundle().x509AuthoritiesPem()
                : nobody();
    }

    private static String nobody() {
        throw new IllegalStateException(
                "the CAs of the trust domain are not known, and without them anybody may log in");
    }

    private static boolean put(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return false;
        }
        PrivateFile.replace(file, bytes);
        return true;
    }

    /** What keeps the files from being renewed, for health; empty if nothing does. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        looks.close();
    }
}
