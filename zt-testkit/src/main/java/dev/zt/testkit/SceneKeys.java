package dev.zt.testkit;

import dev.zt.identity.Issuer;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The keys of a scene's authority and of its authorization server, unless they are away. Safe for concurrent use. */
final class SceneKeys implements BundleSource {
    private static final Duration LATER = Duration.ofSeconds(30);

    private final BundleSource workloads;
    private final @Nullable BundleSource clients;
    private volatile boolean away;

    SceneKeys(BundleSource workloads, @Nullable BundleSource clients) {
        this.workloads = workloads;
        this.clients = clients;
    }

    void away(boolean now) {
        away = now;
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        BundleLookup workload = workloads.bundle(issuer);
        BundleLookup found =
                workload instanceof BundleLookup.NotTrusted && clients != null ? clients.bundle(issuer) : workload;
        return away && found instanceof BundleLookup.Found ? new BundleLookup.Unavailable(LATER) : found;
    }
}
