package dev.zt.authority;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How often one address may ask: a bucket that fills up again, for the addresses seen of late. Safe for concurrent use. */
final class AddressLimit {
    private static final int ADDRESSES = 10_000;

    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(ADDRESSES).build();
    private final double perSecond;
    private final int burst;
    private final InstantSource clock;

    private record Bucket(double left, Instant at) {}

    AddressLimit(int perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    boolean allows(String address) {
        Instant now = clock.instant();
        Bucket after = buckets.asMap()
                .compute(address, (unused, before) -> before == null ? new Bucket(burst - 1, now) : next(before, now));
        return after != null && after.left() >= 0;
    }

    private Bucket next(Bucket before, Instant now) {
        double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
        double left = Math.min(burst, Math.max(before.left(), 0) + seconds * perSecond);
        return new Bucket(left - 1 < 0 ? -1 : left - 1, left - 1 < 0 ? before.at() : now);
    }
}
