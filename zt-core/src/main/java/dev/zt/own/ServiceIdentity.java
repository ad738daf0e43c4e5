package dev.zt.own;

import dev.zt.config.Reloader;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The own identity of this process, which proves itself anew for every call. Safe for concurrent use; no lock and no
 * I/O on the path of a call.
 */
public final class ServiceIdentity implements AutoCloseable {
    /** How long a minted proof lives, unless the settings say otherwise. */
    public static final Duration PROOF_LIFE = Duration.ofSeconds(30);

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private final IdentitySource source;
    private final ProofMint mint;
    private final InstantSource clock;
    private final @Nullable Reloader reloader;

    private ServiceIdentity(
            IdentitySource source, Duration proofLife, InstantSource clock, @Nullable Reloader reloader) {
        this.source = source;
        this.mint = new ProofMint(proofLife);
        this.clock = clock;
        this.reloader = reloader;
    }

    /**
     * The identity that {@code zt.yaml} and the {@code ZT_…} variables name; its files are re-read until it is closed.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake
     */
    public static ServiceIdentity fromEnvironment() {
        return from(Settings.fromEnvironment());
    }

    /**
     * The identity that given settings name.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake
     */
    public static ServiceIdentity from(Settings settings) {
        settings.choice(Setting.IDENTITY_SOURCE, SourceKind.class, SourceKind.FILES);
        Path directory = settings.path(settings.required(Setting.IDENTITY_DIRECTORY));
        InstantSource clock = InstantSource.system();
        FileIdentitySource files = new FileIdentitySource(directory, SignatureProvider.from(settings), clock);
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        if (!files.current().id().trustDomain().equals(domain)) {
            throw settings.required(Setting.TRUST_DOMAIN)
                    .error("the token in " + directory + " is of trust domain "
                            + files.current().id().trustDomain());
        }
        Duration life = settings.duration(Setting.PROOF_LIFE, PROOF_LIFE, Duration.ofSeconds(1), LONGEST_LIFE);
        Reloader reloader = Reloader.from(settings);
        reloader.every(files::refresh);
        return new ServiceIdentity(files, life, clock, reloader);
    }

    private enum SourceKind {
        FILES
    }

    /** An identity from any source, with proofs of the standard life. */
    public static ServiceIdentity of(IdentitySource source, InstantSource clock) {
        return new ServiceIdentity(source, PROOF_LIFE, clock, null);
    }

    /** Which workload this is. */
    public WorkloadId id() {
        return source.current().id();
    }

    /** When the token held now expires. */
    public Instant expiry() {
        return source.current().expiry();
    }

    /**
     * Proves who calls, for one call to one audience.
     *
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     */
    public WorkloadProof prove(Audience audience) {
        return prove(audience, null);
    }

    /**
     * Proves who calls, and limits the call to some scopes whatever else the caller is granted.
     *
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     */
    public WorkloadProof proveNarrowed(Audience audience, Scopes scopes) {
        return prove(audience, scopes);
    }

    private WorkloadProof prove(Audience audience, @Nullable Scopes scopes) {
        HeldIdentity identity = source.current();
        Instant now = clock.instant();
        if (!now.isBefore(identity.expiry())) {
            throw new IdentityUnavailableException("the identity of " + identity.id() + " expired at "
                    + identity.expiry() + " and was not renewed; check what writes it");
        }
        return mint.mint(identity, audience, scopes, now);
    }

    /** Ends the re-reading of files. */
    @Override
    public void close() {
        if (reloader != null) {
            reloader.close();
        }
    }

    @Override
    public String toString() {
        return "ServiceIdentity[" + source.current() + "]";
    }
}
