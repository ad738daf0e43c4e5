package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.config.PrivateFile;
import dev.zt.enrolment.AuthorityId;
import dev.zt.identity.Audience;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.PinnedTrust;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authority of one trust domain, listening. Everything that it must not forget is in its directory; a process that
 * dies in the middle of anything can be started again there. Safe for concurrent use.
 */
public final class Authority implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

    private final Runnable clockwork;
    private final Administration administration;
    private final int port;
    private final Deque<AutoCloseable> parts;

    private Authority(Runnable clockwork, Administration administration, int port, Deque<AutoCloseable> parts) {
        this.clockwork = clockwork;
        this.administration = administration;
        this.port = port;
        this.parts = parts;
    }

    /**
     * Opens the directory, listens, and issues from now on.
     *
     * @throws ConfigurationException if the directory cannot be used, naming the file and what to do
     */
    public static Authority start(AuthoritySettings settings) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            Authority authority = assemble(settings, parts);
            LOG.info("zt: the authority of {} listens at {}", settings.trustDomain(), authority.url());
            return authority;
        } catch (ConfigurationException e) {
            close(parts);
            throw e;
        } catch (Exception e) {
            close(parts);
            throw new ConfigurationException(
                    Place.of(settings.directory().toString()), "the authority cannot start: " + e);
        }
    }

    private static Authority assemble(AuthoritySettings settings, Deque<AutoCloseable> parts) throws Exception {
        PrivateFile.ownDirectory(settings.directory());
        parts.push(DirectoryLock.take(settings.directory()));
        Audit audit = Audit.open(settings);
        parts.push(audit);
        Database database = Database.open(settings.directory());
        parts.push(database);
        WorkloadId self = AuthorityId.of(settings.trustDomain());
        SignatureProvider signatures = SignatureProvider.fastest();
        KeyRing ring = new KeyRing(settings, database, KeyVault.open(settings), signatures, self);
        Publication publication = new Publication(settings, database, ring);
        publication.open();
        ServerCertificate certificate = new ServerCertificate(settings, ring.tls(), publication, self);
        Front front = Front.open(settings, certificate::current);
        parts.push(front);
        String pin = PinnedTrust.pinOf(ring.tls().certificate());
        Administration administration = new Administration(settings, database, ring, publication, front.url(), pin);
        IssuanceAudit recorder = new IssuanceAudit(audit.sink(), settings.clock());
        AdminHandler operators = new AdminHandler(administration, recorder);
        PublishedTrust trust = new PublishedTrust(settings.trustDomain(), publication, signatures, settings.clock());
        Audience own = Audience.of(front.url().toString());
        Optional<AdminGuard> admins = AdminGuard.of(settings, own, trust, signatures, audit);
        admins.ifPresent(parts::push);
        GrantedOperators granted = new GrantedOperators(admins, operators);
        front.start(everybody(settings, database, publication, signatures, front.url(), recorder, granted), operators);
        Runnable clockwork = ticks(publication, new Housekeeping(settings, database, publication));
        parts.push(ticking(clockwork));
        return new Authority(clockwork, administration, front.port(), parts);
    }

    private static PublicHandler everybody(
            AuthoritySettings settings,
            Database database,
            Publication publication,
            SignatureProvider signatures,
            URI url,
            IssuanceAudit recorder,
            GrantedOperators granted) {
        Issuing issuing = new Issuing(settings, database, publication, new JoinTokenAttestor(database));
        Nonces nonces = new Nonces(settings.clock());
        return new PublicHandler(
                publication,
                new ProvenRequest.Reader(signatures.engine(), url, nonces),
                issuing,
                nonces,
                new AddressLimit(settings.requestsPerSecond(), settings.burst(), settings.clock()),
                new Readiness(settings, database, publication, issuing),
                recorder,
                granted);
    }

    private static Runnable ticks(Publication publication, Housekeeping housekeeping) {
        ReentrantLock ticking = new ReentrantLock();
        return () -> {
            ticking.lock();
            try {
                publication.tick();
                housekeeping.tick();
            } catch (IOException | RuntimeException e) {
                LOG.error("zt: keys, status or state could not be looked after; trying again", e);
            } finally {
                ticking.unlock();
            }
        };
    }

    private static AutoCloseable ticking(Runnable clockwork) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "zt-authority");
            daemon.setDaemon(true);
            return daemon;
        });
        // Returned only to cancel it; shutting the thread down ends it.
        var unused = thread.scheduleWithFixedDelay(clockwork, 500, 500, TimeUnit.MILLISECONDS);
        return thread::shutdownNow;
    }

    /** The origin that instances call. */
    public URI url() {
        return administration.url();
    }

    /** The port that it listens on, which is that of {@link #url} unless something stands between. */
    public int port() {
        return port;
    }

    /** What an operator may do. */
    public Administration administration() {
        return administration;
    }

    /** Lets what has begun end, then stops; the directory may be used by another one afterwards. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("zt: closing the authority", e);
            }
        }
    }

    /** Looks after keys, status and state now, which else happens twice a second; for tests that set the clock. */
    void tick() {
        clockwork.run();
    }
}
