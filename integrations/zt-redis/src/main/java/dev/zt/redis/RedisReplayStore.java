package dev.zt.redis;

import dev.zt.identity.CallerId;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStoreTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Used proofs in Redis 7 or Valkey, shared by all instances of a service. Safe for concurrent use; one round trip for
 * each proof, by the clock of the server, and never asked twice for one answer.
 *
 * <p>After the server lost its memory, and when it is used for the first time, proofs that could have been used before are
 * {@link Use#UNAVAILABLE} for up to {@link #longestUse()}; so is everything while the server does not answer. Past half of
 * the capacity a caller is held to an equal share of the rest.
 */
public final class RedisReplayStore implements ReplayStore, AutoCloseable {
    /** The standard capacity: 1,048,576 proofs. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RedisReplayStore.class);
    private static final int CALLER_OCTETS = 12;
    private static final int LEAST_CAPACITY = 1024;
    private static final FirstUseScript SCRIPT = FirstUseScript.load();
    private static final byte[] NOTHING = {};

    private final UnifiedJedis client;
    private final boolean owned;
    private final Duration longestUse;
    private final int capacity;
    private final @Nullable InstantSource serverTime;
    private final AtomicLong since = new AtomicLong();
    private final AtomicBoolean away = new AtomicBoolean();

    /**
     * A store over a client of the application's, which stays open. Its timeouts are the client's own: they bound how long
     * a call waits.
     *
     * @param longestUse what {@code VerifierRules.longestUse()} says of the guard's rules; 150 s with the defaults
     * @param capacity the most proofs remembered, at least 1,024; {@link #DEFAULT_CAPACITY} is usual
     */
    public RedisReplayStore(UnifiedJedis client, Duration longestUse, int capacity) {
        this(client, false, longestUse, capacity, null);
    }

    RedisReplayStore(
            UnifiedJedis client, boolean owned, Duration longestUse, int capacity, @Nullable InstantSource serverTime) {
        if (capacity < LEAST_CAPACITY) {
            throw new IllegalArgumentException("the capacity is at least 1,024 proofs");
        }
        this.client = client;
        this.owned = owned;
        this.longestUse = longestUse;
        this.capacity = capacity;
        this.serverTime = serverTime;
    }

    /**
     * Opens a store at {@code redis://} or {@code rediss://}, the latter over TLS with the platform's trust; the server may
     * be away.
     *
     * @throws IllegalArgumentException saying what is wrong with the URL
     */
    public static RedisReplayStore open(ReplayStoreTerms terms) {
        RedisReplayStore store =
                new RedisReplayStore(RedisUrl.client(terms), true, terms.longestUse(), terms.capacity(), null);
        // So that a new memory begins now and not with the first caller.
        store.begin();
        return store;
    }

    void begin() {
        ask(NOTHING, NOTHING, 0);
    }

    @Override
    public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
        return ask(key.bytes(), Arrays.copyOf(ReplayKey.ofCaller(caller), CALLER_OCTETS), until.toEpochMilli());
    }

    private Use ask(byte[] proof, byte[] caller, long until) {
        InstantSource time = serverTime;
        List<byte[]> arguments = List.of(
                proof,
                caller,
                number(until),
                number(longestUse.toMillis()),
                number(capacity),
                time == null ? NOTHING : number(time.millis()));
        try {
            List<?> answer = SCRIPT.run(client, arguments);
            noteBeginning((Long) answer.get(1));
            if (away.compareAndSet(true, false)) {
                LOG.info("zt: the replay store answers again");
            }
            String use = new String((byte[]) answer.get(0), StandardCharsets.US_ASCII);
            return proof.length == 0 ? Use.UNAVAILABLE : Use.valueOf(use);
        } catch (RuntimeException e) {
            return unavailable(e);
        }
    }

    // The messages of Jedis and of the server hold no proof: keys are hashes and go as binary arguments.
    private Use unavailable(RuntimeException e) {
        // Once, and not for each call that meets it.
        if (away.compareAndSet(false, true)) {
            LOG.warn("zt: the replay store cannot be asked: {}", e.toString());
        }
        if (e instanceof JedisConnectionException && owned && client instanceof RedisClient pooled) {
            // The others of the pool are as dead, and each would cost a caller its call.
            pooled.getPool().clear();
        }
        return Use.UNAVAILABLE;
    }

    private void noteBeginning(long memorySince) {
        if (since.getAndSet(memorySince) != memorySince) {
            LOG.info(
                    "zt: the replay memory remembers since {}; proofs that could have been used before are refused for {} s",
                    Instant.ofEpochMilli(memorySince),
                    longestUse.toSeconds());
        }
    }

    private static byte[] number(long value) {
        return FirstUseScript.ascii(Long.toString(value));
    }

    @Override
    public Reach reach() {
        return Reach.SHARED;
    }

    @Override
    public Duration longestUse() {
        return longestUse;
    }

    /** Closes what it opened itself. */
    @Override
    public void close() {
        if (owned) {
            client.close();
        }
    }
}
