package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFile;
import dev.zt.config.WatchedFiles;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import dev.zt.tls.X509Svid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * An identity in the files of a directory: {@code key.jwk}, a private EC key as JWK, and {@code wit.jwt}, the token that
 * confirms it, both of mode 0600; and if they are there {@code svid.pem} with {@code svid-key.pem}, a certificate of the
 * same workload, and {@code bundle.json}, the bundle of its trust domain. A change takes effect when all files belong
 * together again; until then the old identity is kept. Safe for concurrent use.
 */
public final class FileIdentitySource implements IdentitySource {
    private static final int MAX_BYTES = 64 << 10;

    private final WatchedFiles<Held> files;
    private final TrustedKeys bundles;
    private final RenewalListeners listeners;
    private final InstantSource clock;

    private record Held(HeldIdentity identity, Optional<X509Svid> certificate) {
        // A token that is renewed alone leaves the certificate what it was, and connections that began with it.
        Held keeping(X509Svid before) {
            boolean same = certificate
                    .filter(now -> now.chain().equals(before.chain()))
                    .isPresent();
            return same ? new Held(identity, Optional.of(before)) : this;
        }
    }

    /**
     * Reads the files.
     *
     * @throws ConfigurationException if one is missing, open to others, or bad
     */
    public FileIdentitySource(Path directory, SignatureProvider signatures, InstantSource clock) {
        Path key = directory.resolve("key.jwk");
        Path wit = directory.resolve("wit.jwt");
        SvidFiles svid = SvidFiles.in(directory);
        this.clock = clock;
        this.files = WatchedFiles.open(
                List.of(required(key), required(wit), svid.chain(), svid.key()),
                MAX_BYTES,
                (contents, before) -> {
                    PrivateJwk tokenKey = key(key, contents.get(0));
                    HeldIdentity identity = HeldIdentity.of(
                            wit.toString(), text(contents.get(1)).strip(), tokenKey, signatures);
                    Held read =
                            new Held(identity, svid.read(contents.get(2), contents.get(3), identity.id(), tokenKey));
                    before.ifPresent(held -> {
                        requireSuccessor(held.identity(), identity, wit, clock.instant());
                        requireValid(read, svid.chain().path(), clock.instant());
                    });
                    return before.flatMap(Held::certificate).map(read::keeping).orElse(read);
                },
                clock);
        this.bundles = bundles(directory.resolve("bundle.json"), signatures, clock);
        this.listeners = new RenewalListeners(certificate());
    }

    private static WatchedFile required(Path file) {
        return new WatchedFile(file, FileAccess.PRIVATE, WatchedFile.Presence.REQUIRED);
    }

    // Whoever only calls by tokens believes nobody's certificates and needs no bundle.
    private TrustedKeys bundles(Path file, SignatureProvider signatures, InstantSource time) {
        TrustedKeys.Builder keys = TrustedKeys.builder(signatures, time);
        return (Files.exists(file) ? keys.bundleFile(current().id().trustDomain(), file) : keys).build();
    }

    // A process is one workload for life, and a valid token is not given up for one that is over.
    private static void requireSuccessor(HeldIdentity before, HeldIdentity next, Path file, Instant now) {
        if (!before.id().equals(next.id())) {
            throw new ConfigurationException(
                    Place.of(file.toString()),
                    "the token is for " + next.id() + ", but this process is " + before.id());
        }
        if (!now.isBefore(next.expiry())) {
            throw new ConfigurationException(Place.of(file.toString()), "the token expired at " + next.expiry());
        }
    }

    private static void requireValid(Held next, Path file, Instant now) {
        next.certificate().filter(svid -> now.isAfter(svid.expiry())).ifPresent(svid -> {
            throw new ConfigurationException(Place.of(file.toString()), "the certificate expired at " + svid.expiry());
        });
    }

    private static PrivateJwk key(Path file, byte[] content) {
        return PrivateJwk.parse(text(content))
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(file.toString()), "not a private key in JWK form, such as an EC key on P-256"));
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public HeldIdentity current() {
        return files.value().identity();
    }

    /** The certificate of {@code svid.pem}; empty if there is no such file. */
    @Override
    public Optional<X509Svid> certificate() {
        return files.value().certificate();
    }

    /** The bundle of {@code bundle.json} for the own trust domain; nobody's if there was no such file at the start. */
    @Override
    public BundleSource bundles() {
        return bundles;
    }

    @Override
    public Listening onRenewal(Runnable listener) {
        return listeners.add(listener);
    }

    /** Looks at the files now; whether the identity was replaced. */
    public boolean refresh() {
        bundles.refresh();
        boolean replaced = files.refresh();
        listeners.tellIfNew(certificate());
        return replaced;
    }

    /** Why the files' present content is not in use, or nobody will believe it; empty if all is well. */
    @Override
    public Optional<String> problem() {
        return files.problem()
                .or(() -> certificate()
                        .filter(svid -> clock.instant().isAfter(svid.expiry()))
                        .map(svid -> "the certificate expired at " + svid.expiry()))
                .or(() -> bundles.problems().stream().findFirst());
    }
}
