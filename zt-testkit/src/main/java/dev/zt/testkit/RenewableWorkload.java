package dev.zt.testkit;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleSource;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.X509Svid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One running instance whose token and certificate are replaced when a test says so, or lost. Safe for concurrent use.
 *
 * <pre>{@code
 * RenewableWorkload gateway = RenewableWorkload.of(zt.authority(), "/gateway");
 * ServiceIdentity me = gateway.identity();
 * gateway.renew();
 * }</pre>
 */
public final class RenewableWorkload {
    private static final System.Logger LOG = System.getLogger(RenewableWorkload.class.getName());
    private static final Duration LIFE = Duration.ofHours(1);

    private final TestAuthority authority;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable TestWorkload held;
    private volatile TestWorkload last;

    private RenewableWorkload(TestAuthority authority, TestWorkload first) {
        this.authority = authority;
        this.held = first;
        this.last = first;
    }

    /** A new instance of a workload, with a token and a certificate of one hour. */
    public static RenewableWorkload of(TestAuthority authority, String path) {
        return of(authority.issue(path));
    }

    /** An instance that was issued before, such as one with a login at databases, which it keeps over renewals. */
    public static RenewableWorkload of(TestWorkload first) {
        return new RenewableWorkload(first.authority(), first);
    }

    /** The workload. */
    public WorkloadId id() {
        return last.id();
    }

    /** What was issued last. */
    public TestWorkload current() {
        return last;
    }

    /** The identity as a service under test would hold it: whoever has it sees every change. */
    public ServiceIdentity identity() {
        return ServiceIdentity.of(source(), authority.clock());
    }

    /** Where that identity comes from. */
    public IdentitySource source() {
        return new Source();
    }

    /** Replaces key, token and certificate by new ones of one hour for the same instance, and tells who listens. */
    public void renew() {
        synchronized (this) {
            last = last.renewed(LIFE);
            held = last;
        }
        tell();
    }

    /** Takes token and certificate away until {@link #renew}. */
    public void lose() {
        synchronized (this) {
            held = null;
        }
        tell();
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener to renewals failed", e);
            }
        }
    }

    @Override
    public String toString() {
        return last.toString();
    }

    private final class Source implements IdentitySource {
        @Override
        public HeldIdentity current() {
            TestWorkload now = held;
            if (now == null) {
                throw new IdentityUnavailableException("the test has taken the identity of " + last.id() + " away");
            }
            return now.held();
        }

        @Override
        public Optional<X509Svid> certificate() {
            return Optional.ofNullable(held).map(TestWorkload::certificate);
        }

        @Override
        public BundleSource bundles() {
            return authority.bundles();
        }

        @Override
        public Listening onRenewal(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
