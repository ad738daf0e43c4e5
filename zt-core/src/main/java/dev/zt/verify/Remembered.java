package dev.zt.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The tokens whose signatures were checked, by the SHA-256 of their text: bounded, and forgotten as soon as their
 * issuer publishes other keys. Safe for concurrent use.
 */
final class Remembered<T extends Signed> {
    // Of 4,096 tokens of the usual size.
    private static final long MOST_OCTETS = 8L << 20;

    private final BundleSource bundles;
    private final Cache<ByteBuffer, T> tokens = Caffeine.newBuilder()
            .maximumWeight(MOST_OCTETS)
            .weigher((ByteBuffer digest, T token) -> token.octets())
            // On the thread of the caller: waking another one costs more than the work.
            .executor(Runnable::run)
            .build();

    Remembered(BundleSource bundles) {
        this.bundles = bundles;
    }

    @Nullable
    T find(byte[] digest) {
        T known = tokens.getIfPresent(ByteBuffer.wrap(digest));
        return known != null && isOfPresentEpoch(known) ? known : null;
    }

    void put(byte[] digest, T token) {
        tokens.put(ByteBuffer.wrap(digest), token);
    }

    private boolean isOfPresentEpoch(T known) {
        return bundles.bundle(known.issuer()) instanceof BundleLookup.Found found && found.epoch() == known.epoch();
    }
}
