package dev.zt.own;

import dev.zt.config.Reloader;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509Svid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The own identity of this process, which proves itself anew for every call. Safe for concurrent use; no lock and no
 * I/O on the path of a call.
 */
public final class ServiceIdentity implements AutoCloseable {
    /** How long a minted proof lives, unless the settings say otherwise. */
    public static final Duration PROOF_LIFE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceIdentity.class);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private final IdentitySource source;
    private final ProofMint mint;
    private final InstantSource clock;
    private final @Nullable AutoCloseable owned;

    private ServiceIdentity(
            IdentitySource source, Duration proofLife, InstantSource clock, @Nullable AutoCloseable owned) {
        this.source = source;
        this.mint = new ProofMint(proofLife);
        this.clock = clock;
        this.owned = owned;
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
        return SourceKind.of(settings) == SourceKind.FILES ? fromFiles(settings) : fromAuthority(settings);
    }

    private static ServiceIdentity fromFiles(Settings settings) {
        Path directory = settings.path(settings.required(Setting.IDENTITY_DIRECTORY));
        InstantSource clock = InstantSource.system();
        FileIdentitySource files = new FileIdentitySource(directory, SignatureProvider.from(settings), clock);
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        if (!files.current().id().trustDomain().equals(domain)) {
            throw settings.required(Setting.TRUST_DOMAIN)
                    .error("the token in " + directory + " is of trust domain "
                            + files.current().id().trustDomain());
        }
        Duration life = proofLife(settings);
        Reloader reloader = Reloader.from(settings);
        reloader.every(files::refresh);
        return new ServiceIdentity(files, life, clock, reloader);
    }

    private static ServiceIdentity fromAuthority(Settings settings) {
        Duration life = proofLife(settings);
        InstantSource clock = InstantSource.system();
        Membership membership = Membership.open(settings, SignatureProvider.from(settings), clock);
        return new ServiceIdentity(membership.identity(), life, clock, membership);
    }

    private static Duration proofLife(Settings settings) {
        return settings.duration(Setting.PROOF_LIFE, PROOF_LIFE, Duration.ofSeconds(1), LONGEST_LIFE);
    }

    /** An identity from any source, with proofs of the standard life. */
    public static ServiceIdentity of(IdentitySource source, InstantSource clock) {
        return new ServiceIdentity(source, PROOF_LIFE, clock, null);
    }

    /**
     * Which workload this is.
     *
     * @throws IdentityUnavailableException if there is no identity yet
     */
    public WorkloadId id() {
        return source.current().id();
    }

    /**
     * Which of the workload's instances this is; the same over renewals and restarts where the issuer signs it.
     *
     * @throws IdentityUnavailableException if there is no identity yet
     */
    public InstanceId instance() {
        return source.current().instance();
    }

    /**
     * When the token held now expires.
     *
     * @throws IdentityUnavailableException if there is no identity yet
     */
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

    /**
     * The certificate held now (X.509-SVID), for servers; empty if the source gives none or there is none yet. Ask again
     * for each handshake, because it is renewed.
     */
    public Optional<X509Svid> certificate() {
        return source.certificate();
    }

    /**
     * For servers: shows the certificate of the moment in each handshake. While there is none, handshakes fail. TLS 1.3;
     * clients are not asked for certificates.
     */
    public SSLContext serverTls() {
        return TlsContexts.server(this::certificate);
    }

    /**
     * For clients: at each of these origins only the right workload will do, everywhere else the platform's certificate
     * authorities and the host name decide. TLS 1.3 in both cases.
     *
     * @param peers who must answer at each HTTPS origin
     */
    public SSLContext clientTls(Map<URI, PeerMatcher> peers) {
        return TlsContexts.client(new SvidTrust(peers, bundles(), clock));
    }

    /** Whose keys this process believes, to recognise those it calls. */
    public BundleSource bundles() {
        return source.bundles();
    }

    /** What an operator should know: why there is no identity, or why it is not renewed; empty if all is well. */
    public Optional<String> problem() {
        return source.problem();
    }

    /** Ends the renewal of the identity, or the re-reading of its files. */
    @Override
    public void close() {
        if (owned != null) {
            try {
                owned.close();
            } catch (Exception e) {
                LOG.warn("zt: closing the identity", e);
            }
        }
    }

    @Override
    public String toString() {
        return "ServiceIdentity["
                + source.problem().map(why -> "with a problem").orElse("sound") + "]";
    }
}
