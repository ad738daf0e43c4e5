package dev.zt.own;

import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.ClientTls;
import dev.zt.tls.ClientTrust;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509Svid;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

    private final IdentitySource source;
    private final ProofMint mint;
    private final MessageMint messages;
    private final InstantSource clock;
    private final SignatureProvider signatures;
    private final @Nullable AccessTokens tokens;
    private final List<AutoCloseable> owned;

    ServiceIdentity(
            IdentitySource source,
            ProofMint mint,
            SignatureProvider signatures,
            InstantSource clock,
            @Nullable AccessTokens tokens,
            List<AutoCloseable> owned) {
        this.source = source;
        this.mint = mint;
        this.messages = new MessageMint(mint.life());
        this.signatures = signatures;
        this.clock = clock;
        this.tokens = tokens;
        this.owned = List.copyOf(owned);
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
        return Opening.open(settings);
    }

    /** An identity from any source, with proofs of the standard life. */
    public static ServiceIdentity of(IdentitySource source, InstantSource clock) {
        return new ServiceIdentity(
                source, new ProofMint(PROOF_LIFE), SignatureProvider.fastest(), clock, null, List.of());
    }

    /**
     * A process that is a client of an authorization server and no workload. Owns the tokens: closing it closes them.
     */
    public static ServiceIdentity of(AccessTokens tokens) {
        return of(new ClientOnly(tokens), InstantSource.system()).with(tokens);
    }

    /** The same process, which is a client of an authorization server as well. Closing the result closes both. */
    public ServiceIdentity with(AccessTokens newTokens) {
        List<AutoCloseable> more = new ArrayList<>(owned);
        more.add(newTokens);
        return new ServiceIdentity(source, mint, signatures, clock, newTokens, more);
    }

    /** As what callees know this process: its workload, or where it is none its client. */
    public CallerId caller() {
        return source instanceof ClientOnly only ? only.tokens().client() : id();
    }

    /** Whether this process is a workload, so that it can {@link #prove}; otherwise it has {@link #tokens()} alone. */
    public boolean isWorkload() {
        return !(source instanceof ClientOnly);
    }

    /** The access tokens of this process; empty if it is no client of an authorization server. */
    public Optional<AccessTokens> tokens() {
        return Optional.ofNullable(tokens);
    }

    /**
     * Which workload this is.
     *
     * @throws IdentityUnavailableException if there is no identity yet, or this process {@linkplain #isWorkload() is no
     *     workload}
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
        return prove(ProofPurpose.of(audience));
    }

    /**
     * Proves who calls, and limits the call to some scopes whatever else the caller is granted.
     *
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     */
    public WorkloadProof proveNarrowed(Audience audience, Scopes scopes) {
        return prove(ProofPurpose.of(audience).narrowedTo(scopes));
    }

    /**
     * Proves who calls, for one call.
     *
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     */
    public WorkloadProof prove(ProofPurpose purpose) {
        Instant now = clock.instant();
        return mint.mint(valid(now), purpose, now);
    }

    /**
     * Proves who calls by a signature over one whole request, to be sent once: method, path, query, content and what else
     * is covered arrive as they were signed or not at all.
     *
     * @param audience whom the request is meant for
     * @return the fields to be added to the request, {@code Content-Digest} included if it has content
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     * @throws IllegalArgumentException if no signature can cover the request, because of characters outside ASCII, or a field
     *     of one value that stands twice
     */
    public CallCredential sign(SignableRequest request, Audience audience) {
        Instant now = clock.instant();
        return messages.request(valid(now), request, audience, now);
    }

    /**
     * Signs one answer to a request that asked for it: status, content and the request that it belongs to arrive as they
     * were signed or not at all.
     *
     * @return the fields to be added to the answer
     * @throws IdentityUnavailableException if the token has expired and nothing took its place
     * @throws IllegalArgumentException if no signature can cover the answer
     */
    public CallCredential signAnswer(SignableAnswer answer) {
        Instant now = clock.instant();
        return messages.answer(valid(now), answer, now);
    }

    /** Whether this process can prove who it is at this moment. */
    public boolean isValid() {
        try {
            return clock.instant().isBefore(source.current().expiry());
        } catch (IdentityUnavailableException e) {
            return false;
        }
    }

    /**
     * Demands that this process can prove who it is at this moment.
     *
     * @throws IdentityUnavailableException if it cannot
     */
    public void requireValid() {
        valid(clock.instant());
    }

    private HeldIdentity valid(Instant now) {
        HeldIdentity identity = source.current();
        if (!now.isBefore(identity.expiry())) {
            throw new IdentityUnavailableException("the identity of " + identity.id() + " expired at "
                    + identity.expiry() + " and was not renewed; check what writes it");
        }
        return identity;
    }

    /**
     * The certificate held now (X.509-SVID), for servers; empty if the source gives none or there is none yet. Ask again
     * for each handshake, because it is renewed.
     */
    public Optional<X509Svid> certificate() {
        return source.certificate();
    }

    /**
     * Lets a listener know each time another {@link #certificate()} is in place than before, so that it can retire
     * connections that began with that one. It is told in the background, after the replacement, and never on the path of
     * a call; it should be quick, because the next renewal waits for it. What it throws is logged. Identities from files
     * and from an authority tell; a source from outside zt tells if it says so.
     *
     * @return to be closed by whoever wants to know no more
     */
    public Listening onRenewal(Runnable listener) {
        return source.onRenewal(listener);
    }

    /**
     * For servers: shows the certificate of the moment in each handshake. While there is none, handshakes fail. TLS 1.3;
     * clients are not asked for certificates.
     */
    public SSLContext serverTls() {
        return TlsContexts.server(this::certificate);
    }

    /**
     * For servers that know their clients by their certificates: shows the certificate of the moment in each handshake and
     * lets in no client whose certificate does not prove that it is one of these. TLS 1.3, and no session is resumed. The
     * server must be set to ask for certificates; clients that show none are its and the guard's business.
     */
    public SSLContext mutualTls(PeerMatcher clients) {
        return TlsContexts.mutualServer(this::certificate, new ClientTrust(clients, bundles(), signatures, clock));
    }

    /**
     * For clients: at each of these origins only the right workload will do, at other hosts the platform's certificate
     * authorities and the host name decide, and at other ports of the same hosts nobody will do. TLS 1.3 in both cases. The
     * certificate of the moment is shown at these origins, if they ask for one, and nowhere else.
     *
     * @param peers who must answer at each HTTPS origin
     */
    public SSLContext clientTls(Map<URI, PeerMatcher> peers) {
        return tlsTowards(peers).context();
    }

    /** The same in parts, for clients that are built from more than a context. */
    public ClientTls tlsTowards(Map<URI, PeerMatcher> peers) {
        return new ClientTls(new SvidTrust(peers, bundles(), signatures, clock), this::certificate);
    }

    /** Whose keys this process believes, to recognise those it calls. */
    public BundleSource bundles() {
        return source.bundles();
    }

    /** By what this process checks signatures. */
    public SignatureProvider signatures() {
        return signatures;
    }

    /** By what time this process goes. */
    public InstantSource clock() {
        return clock;
    }

    /** What an operator should know: why there is no identity, or why it is not renewed; empty if all is well. */
    public Optional<String> problem() {
        return source.problem().or(() -> tokens().flatMap(AccessTokens::problem));
    }

    /** Ends the renewal of the identity and of its tokens, and the re-reading of its files. */
    @Override
    public void close() {
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("zt: closing the identity", e);
            }
        }
    }

    @Override
    public String toString() {
        return "ServiceIdentity[" + problem().map(why -> "with a problem").orElse("sound") + "]";
    }
}
