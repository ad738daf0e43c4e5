package dev.zt.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens whose signatures were checked, by the SHA-256 of their text: bounded, and forgotten as soon as their
 * issuer publishes other keys. Safe for concurrent use.
 */
final class Remembered<T extends Signed> {
    // Of 4,096 tokens of the usual size.
    private static final long MOST_OCTETS = 8L << 20;
    private static final int FIRST_CAPACITY = 1024;

    private final BundleSource bundles;
    private final Cache<Key, T> tokens = Caffeine.newBuilder()
            .maximumWeight(MOST_OCTETS)
            .initialCapacity(FIRST_CAPACITY)
            .weigher((Key digest, T token) -> token.octets())
            // On the thread of the caller: waking another one costs more than the work.
            .executor(Runnable::run)
            .build();

    /** A digest, whose octets are as good a hash as any. */
    private static final class Key {
        private final byte[] digest;

        Key(byte[] digest) {
            this.digest = digest;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return digest[0] << 24 | (digest[1] & 0xFF) << 16 | (digest[2] & 0xFF) << 8 | (digest[3] & 0xFF);
        }
    }

    Remembered(BundleSource bundles) {
        this.bundles = bundles;
    }

    @Nullable
    T find(byte[] digest) {
        T known = tokens.getIfPresent(new Key(digest));
        return known != null && isOfPresentEpoch(known) ? known : null;
    }

    void put(byte[] digest, T token) {
        tokens.put(new Key(digest), token);
    }

    private boolean isOfPresentEpoch(T known) {
        return bundles.bundle(known.issuer()) instanceof BundleLookup.Found found && found.epoch() == known.epoch();
    }
}
