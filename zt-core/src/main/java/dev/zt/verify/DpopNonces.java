package dev.zt.verify;

import dev.zt.jose.Base64Url;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The nonces that DPoP proofs must carry (RFC 9449 §9): the time of issue and an HMAC over it, so that every instance
 * which holds the same key knows the nonces of all others and nobody has to remember any. A nonce is accepted for five
 * minutes; half way through, the answer to a call hands out the next one. Immutable but for what the keys' supplier
 * gives; safe for concurrent use.
 */
public final class DpopNonces {
    /** How long a nonce is accepted. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** The fewest bytes of a key. */
    public static final int MIN_KEY_BYTES = 32;

    private static final Duration AHEAD = Duration.ofSeconds(60);
    private static final int TIME_BYTES = Long.BYTES;
    private static final int TAG_BYTES = 16;
    private static final String MAC = "HmacSHA256";
    private static final byte[] PURPOSE = "zt dpop-nonce 1".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<List<SecretKeySpec>> keys;
    private final InstantSource clock;
    private final boolean shared;

    /** What a nonce is worth. */
    enum Verdict {
        /** It is one of ours and young. */
        FRESH,
        /** It is one of ours; its sender should get the next one. */
        AGING,
        /** It is too old, or none of ours. */
        STALE
    }

    private DpopNonces(Supplier<List<SecretKeySpec>> keys, InstantSource clock, boolean shared) {
        this.keys = keys;
        this.clock = clock;
        this.shared = shared;
    }

    /** Nonces of this process alone: another instance of the service refuses them once, and hands out its own. */
    public static DpopNonces ofThisProcess(InstantSource clock) {
        byte[] key = new byte[MIN_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        List<SecretKeySpec> keys = List.of(new SecretKeySpec(key, MAC));
        return new DpopNonces(() -> keys, clock, false);
    }

    /**
     * Nonces of all instances that hold the same keys.
     *
     * @param keys of at least {@value #MIN_KEY_BYTES} bytes each: the first makes nonces and all are believed, so that
     *     a key can be replaced by putting its successor last, then first, then alone; asked for each time
     * @throws IllegalArgumentException if there is no key or one is too short
     */
    public static DpopNonces shared(Supplier<List<byte[]>> keys, InstantSource clock) {
        requireLong(keys.get());
        return new DpopNonces(() -> specs(keys.get()), clock, true);
    }

    private static List<SecretKeySpec> specs(List<byte[]> keys) {
        requireLong(keys);
        return keys.stream().map(key -> new SecretKeySpec(key, MAC)).toList();
    }

    private static void requireLong(List<byte[]> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length < MIN_KEY_BYTES)) {
            throw new IllegalArgumentException("nonces need keys of at least " + MIN_KEY_BYTES + " bytes");
        }
    }

    /** Whether other instances, or this one after a restart, know these nonces. */
    public boolean areShared() {
        return shared;
    }

    /** A nonce of now. */
    public String next() {
        byte[] time = ByteBuffer.allocate(TIME_BYTES)
                .putLong(clock.instant().getEpochSecond())
                .array();
        byte[] tag = tag(keys.get().get(0), time);
        return Base64Url.encode(
                ByteBuffer.allocate(TIME_BYTES + TAG_BYTES).put(time).put(tag).array());
    }

    Verdict check(Optional<String> presented, Instant now) {
        byte[] bytes = presented
                .filter(text -> text.length() == 32)
                .flatMap(digits -> Optional.ofNullable(Base64Url.decode(digits)))
                .orElse(null);
        if (bytes == null || bytes.length != TIME_BYTES + TAG_BYTES || !isOurs(bytes)) {
            return Verdict.STALE;
        }
        long issued = ByteBuffer.wrap(bytes).getLong();
        long age = now.getEpochSecond() - issued;
        if (age < -AHEAD.toSeconds() || age > LIFE.toSeconds()) {
            return Verdict.STALE;
        }
        return age <= LIFE.toSeconds() / 2 ? Verdict.FRESH : Verdict.AGING;
    }

    private boolean isOurs(byte[] nonce) {
        byte[] time = Arrays.copyOf(nonce, TIME_BYTES);
        byte[] tag = Arrays.copyOfRange(nonce, TIME_BYTES, nonce.length);
        boolean ours = false;
        for (SecretKeySpec key : keys.get()) {
            ours |= MessageDigest.isEqual(tag, tag(key, time));
        }
        return ours;
    }

    private static byte[] tag(SecretKeySpec key, byte[] time) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(PURPOSE);
            return Arrays.copyOf(mac.doFinal(time), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    @Override
    public String toString() {
        return "DpopNonces";
    }
}
