package dev.zt.redis;

import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStoreProvider;
import dev.zt.verify.ReplayStoreTerms;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens {@code replay-store: rediss://…}, {@code redis://…} in plain text, and {@code valkeys} and {@code valkey} alike. */
public final class RedisReplayStoreProvider implements ReplayStoreProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RedisReplayStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Stream.concat(RedisUrl.PLAIN.stream(), RedisUrl.TLS.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public ReplayStore open(ReplayStoreTerms terms) {
        return RedisReplayStore.open(terms);
    }
}
