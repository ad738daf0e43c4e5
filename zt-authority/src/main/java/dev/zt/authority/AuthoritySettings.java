package dev.zt.authority;

import dev.zt.audit.AuditSink;
import dev.zt.audit.Slf4jAuditSink;
import dev.zt.enrolment.AuthorityUrl;
import dev.zt.identity.TrustDomain;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How an authority works. Immutable.
 *
 * @param directory holds everything it keeps; mode 0700
 * @param passwordFile holds the password of the key store, mode 0600; empty for one that the authority makes in its
 *     directory
 * @param trustDomain whose identities it issues
 * @param host the address to listen on
 * @param port the port to listen on; 0 for a free one
 * @param url the origin that instances call; empty for the address listened on
 * @param tokenLife how long a workload identity token lives, 2 s to 24 h
 * @param certificateLife how long a certificate lives, 2 s to 24 h
 * @param keyLife how long a signing key signs, at least twice {@code publishAhead}, at most 90 days
 * @param publishAhead how long a signing key is published before it signs, at least {@code refreshHint}
 * @param refreshHint how often services look for new keys, 1 s to 1 h
 * @param renewalGrace how long after its end an identity may still be renewed, at most 7 days
 * @param requestsPerSecond how many requests one address may make on average
 * @param burst how many it may make at once
 * @param policy the policy file that says which callers may administer over HTTPS; empty if nobody may
 * @param audit where issuing and administration are recorded
 * @param auditFile takes the same as JSON lines; empty for none
 * @param clock the time
 */
public record AuthoritySettings(
        Path directory,
        Optional<Path> passwordFile,
        TrustDomain trustDomain,
        String host,
        int port,
        Optional<URI> url,
        Duration tokenLife,
        Duration certificateLife,
        Duration keyLife,
        Duration publishAhead,
        Duration refreshHint,
        Duration renewalGrace,
        int requestsPerSecond,
        int burst,
        Optional<Path> policy,
        AuditSink audit,
        Optional<AuditFile> auditFile,
        InstantSource clock) {
    /** The name of the file that 'zt authority' looks for. */
    public static final String FILE = "zt-authority.yaml";

    /**
     * Where events are written as JSON lines.
     *
     * @param maxBytes the size at which the file is rotated, 64 KiB to 1 GiB
     */
    public record AuditFile(Path path, long maxBytes) {
        /** Checks the size. */
        public AuditFile {
            if (maxBytes < 64 << 10 || maxBytes > 1 << 30) {
                throw new OutOfRange("audit.file-size", "the audit file is rotated at 64KiB to 1GiB");
            }
        }
    }

    /** A value that is out of its range, with the key by which the settings file calls it. */
    static final class OutOfRange extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String key;

        OutOfRange(String key, String message) {
            super(message);
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /** Checks the ranges. */
    public AuthoritySettings {
        within("refresh-hint", refreshHint, Duration.ofSeconds(1), Duration.ofHours(1));
        within("publish-ahead", publishAhead, refreshHint, Duration.ofDays(1));
        within("key-life", keyLife, publishAhead.multipliedBy(2), Duration.ofDays(90));
        within("token-life", tokenLife, Duration.ofSeconds(2), Duration.ofHours(24));
        within("certificate-life", certificateLife, Duration.ofSeconds(2), Duration.ofHours(24));
        within("renewal-grace", renewalGrace, Duration.ZERO, Duration.ofDays(7));
        if (port < 0 || port > 65_535) {
            throw new OutOfRange("listen", "a port is 0 to 65535");
        }
        if (requestsPerSecond < 1) {
            throw new OutOfRange("limits.requests-per-second", "one address may make at least 1 request per second");
        }
        if (burst < requestsPerSecond) {
            throw new OutOfRange("limits.burst", "limits.burst must be at least limits.requests-per-second");
        }
        if (url.isEmpty() && (host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]"))) {
            throw new OutOfRange("listen", "instances cannot call " + host + ": state the url that they call, too");
        }
        if (url.isPresent() && AuthorityUrl.parse(url.get().toString()).isEmpty()) {
            throw new OutOfRange("url", "the URL must be " + AuthorityUrl.FORM);
        }
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new OutOfRange(key, key + " is " + written(least) + " to " + written(most));
        }
    }

    private static String written(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds > 0 && seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
    }

    /**
     * Reads a settings file, in strict YAML; {@code docs/authority.md} lists the keys. Paths in it are relative to it.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake
     */
    public static AuthoritySettings read(Path file) {
        return SettingsFile.read(file);
    }

    /** Settings of which all but these two have defaults. */
    public static Builder builder(Path directory, TrustDomain trustDomain) {
        return new Builder(directory, trustDomain);
    }

    /** The settings that have defaults. Not safe for concurrent use. */
    public static final class Builder {
        private final Path directory;
        private final TrustDomain trustDomain;
        private Optional<Path> passwordFile = Optional.empty();
        private String host = "127.0.0.1";
        private int port = 8443;
        private Optional<URI> url = Optional.empty();
        private Duration tokenLife = Duration.ofHours(1);
        private Duration certificateLife = Duration.ofHours(1);
        private Duration keyLife = Duration.ofHours(24);
        private Duration refreshHint = Duration.ofMinutes(5);
        private Optional<Duration> publishAhead = Optional.empty();
        private Duration renewalGrace = Duration.ofHours(24);
        private int requestsPerSecond = 50;
        private int burst = 200;
        private Optional<Path> policy = Optional.empty();
        private Optional<AuditFile> auditFile = Optional.empty();
        private AuditSink audit = new Slf4jAuditSink();
        private InstantSource clock = InstantSource.system();

        private Builder(Path directory, TrustDomain trustDomain) {
            this.directory = directory;
            this.trustDomain = trustDomain;
        }

        /** The file that holds the password of the key store; default one that the authority makes in its directory. */
        public Builder passwordFile(Path file) {
            this.passwordFile = Optional.of(file);
            return this;
        }

        /** Where to listen; default 127.0.0.1 and 8443, port 0 for a free one. */
        public Builder listen(String newHost, int newPort) {
            this.host = newHost;
            this.port = newPort;
            return this;
        }

        /** The origin that instances call; default the address listened on. */
        public Builder url(URI newUrl) {
            this.url = Optional.of(newUrl);
            return this;
        }

        /** The lives of tokens and certificates; default one hour each. */
        public Builder lives(Duration token, Duration certificate) {
            this.tokenLife = token;
            this.certificateLife = certificate;
            return this;
        }

        /** How long signing keys sign, default 24 h, and how often services look for new ones, default 5 min. */
        public Builder keys(Duration life, Duration newRefreshHint) {
            this.keyLife = life;
            this.refreshHint = newRefreshHint;
            return this;
        }

        /** How long a key is published before it signs; default three refresh hints. */
        public Builder publishAhead(Duration ahead) {
            this.publishAhead = Optional.of(ahead);
            return this;
        }

        /** How long after its end an identity may still be renewed; default 24 h. */
        public Builder renewalGrace(Duration grace) {
            this.renewalGrace = grace;
            return this;
        }

        /** How many requests one address may make, on average and at once; default 50 and 200. */
        public Builder limits(int perSecond, int atOnce) {
            this.requestsPerSecond = perSecond;
            this.burst = atOnce;
            return this;
        }

        /**
         * The policy of those who may administer over HTTPS; default nobody may. Each of its endpoints must require the
         * scope {@code zt:admin}.
         */
        public Builder policy(Path file) {
            this.policy = Optional.of(file);
            return this;
        }

        /** A file that takes what is recorded, too; default none. */
        public Builder auditFile(AuditFile file) {
            this.auditFile = Optional.of(file);
            return this;
        }

        /** Where issuing and administration are recorded; default SLF4J. */
        public Builder audit(AuditSink sink) {
            this.audit = sink;
            return this;
        }

        /** The time; default the system's. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if a value is out of its range
         */
        public AuthoritySettings build() {
            return new AuthoritySettings(
                    directory,
                    passwordFile,
                    trustDomain,
                    host,
                    port,
                    url,
                    tokenLife,
                    certificateLife,
                    keyLife,
                    publishAhead.orElse(refreshHint.multipliedBy(3)),
                    refreshHint,
                    renewalGrace,
                    requestsPerSecond,
                    burst,
                    policy,
                    audit,
                    auditFile,
                    clock);
        }
    }
}
