package dev.zt.jdbc.example;

import dev.zt.authority.Administration;
import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.Membership;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The authority of the trust domain, and a folder for each instance that joins it. Used by one thread. */
final class Office implements AutoCloseable {
    static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    private static final Duration CERTIFICATE_LIFE = Duration.ofHours(1);
    private static final List<String> CALLERS = List.of(
            "shop-db",
            "acme/storefront",
            "acme/support",
            "globex/storefront",
            "initech/storefront",
            "measured/storefront");
    private static final Map<String, String> LOGINS = Map.of(
            "orders", "svc_orders",
            "support", "svc_support",
            "migrator", "svc_migrator",
            "warden", "svc_warden");

    private final Path directory;
    private Authority authority;

    private Office(Path directory, Authority authority) {
        this.directory = directory;
        this.authority = authority;
    }

    /** An authority with its workloads: those that have a login at the database, and those that have none. */
    static Office open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Office office = new Office(directory, start(directory, 0, CERTIFICATE_LIFE));
        Administration administration = office.authority.administration();
        if (administration.workloads().isEmpty()) {
            LOGINS.forEach((name, login) -> administration.addWorkload(name, DatabaseUser.of(login)));
            CALLERS.forEach(administration::addWorkload);
        }
        return office;
    }

    private static Authority start(Path directory, int port, Duration certificateLife) {
        return Authority.start(AuthoritySettings.builder(directory.resolve("authority"), DOMAIN)
                .listen("127.0.0.1", port)
                .lives(Duration.ofHours(1), certificateLife)
                .limits(1_000, 2_000)
                .build());
    }

    /** Starts the authority again with another life for the certificates to come; those that were issued keep theirs. */
    void certificateLife(Duration life) {
        int port = authority.port();
        authority.close();
        authority = start(directory, port, life);
    }

    Administration administration() {
        return authority.administration();
    }

    /** The SPIFFE ID that each login belongs to. */
    static Map<String, String> logins() {
        return LOGINS.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, login -> "spiffe://" + DOMAIN + "/" + login.getKey()));
    }

    /** Settings of a new instance, in a folder of its own. */
    Settings settings(String workload, String more) throws IOException {
        Path folder = Files.createTempDirectory(directory, workload.replace('/', '-') + "-");
        String join = administration().join(workload, Duration.ofMinutes(10)).toSecretJson();
        PrivateFile.replace(folder.resolve("join"), join.getBytes(StandardCharsets.UTF_8));
        Files.writeString(folder.resolve("zt.yaml"), """
                service: %s
                trust-domain: %s
                join-file: join
                state-directory: state
                reload-interval: 200ms
                """.formatted(workload.replace('/', '-'), DOMAIN) + more);
        copy("zt-policy.yaml", folder);
        return Settings.read(Map.of(), folder);
    }

    /** A new instance. */
    ServiceIdentity instance(String workload) throws IOException {
        return ServiceIdentity.from(settings(workload, ""));
    }

    /** A new instance that also follows what is revoked. */
    Membership member(String workload) throws IOException {
        return Membership.open(settings(workload, ""), SignatureProvider.fastest(), InstantSource.system());
    }

    private static void copy(String resource, Path folder) throws IOException {
        Files.writeString(folder.resolve(resource), text(resource));
    }

    /** A resource of this package. */
    static String text(String resource) throws IOException {
        try (InputStream in = Office.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        authority.close();
    }
}
