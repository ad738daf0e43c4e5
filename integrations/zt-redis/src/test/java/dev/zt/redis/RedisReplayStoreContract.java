package dev.zt.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.WorkloadId;
import dev.zt.testkit.SharedReplayStoreContract;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import dev.zt.verify.ReplayStoreTerms;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The contract, and what can happen to a server of this kind alone. */
abstract class RedisReplayStoreContract extends SharedReplayStoreContract {
    private static final WorkloadId CALLER = WorkloadId.of("spiffe://shop.example/caller");

    @TempDir
    static Path directory;

    private static RedisServer server;

    private boolean begun;

    abstract String program();

    @Override
    protected ReplayStore open(InstantSource time) {
        if (server == null) {
            server = RedisServer.start(program(), directory);
        }
        if (!begun) {
            begun = true;
            forget();
        }
        return open(server, LONGEST_USE, time);
    }

    static RedisReplayStore open(RedisServer server, Duration longestUse, InstantSource time) {
        return new RedisReplayStore(RedisUrl.client(terms(server, Optional.empty())), true, longestUse, CAPACITY, time);
    }

    static ReplayStoreTerms terms(RedisServer server, Optional<String> password) {
        return new ReplayStoreTerms(
                URI.create("redis://127.0.0.1:" + server.port()), () -> password, LONGEST_USE, CAPACITY);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    protected void disconnect() {
        server.kill();
    }

    @Override
    protected void reconnect() {
        server.start();
    }

    @Override
    protected void forget() {
        try (Jedis admin = server.connect()) {
            admin.flushAll();
        }
    }

    private Use use(ReplayStore store, String proof) {
        return store.firstUse(ReplayKey.of(ProofKind.WPT, "k", proof), CALLER, until());
    }

    private Instant until() {
        return Instant.parse("2026-01-01T00:00:00Z").plus(LONGEST_USE).plusSeconds(60);
    }

    /** A client of the server, which remembers for long enough. */
    private RedisReplayStore client() {
        return (RedisReplayStore) open(clock);
    }

    @Test
    void answers_unavailableWhileTheServerHangs() throws Exception {
        try (RedisReplayStore store = client()) {
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            server.hang();
            try {
                assertThat(use(store, "b")).isEqualTo(Use.UNAVAILABLE);
            } finally {
                server.goOn();
            }
            assertThat(use(store, "a")).isEqualTo(Use.SEEN);
            assertThat(use(store, "c")).isEqualTo(Use.FIRST);
        }
    }

    @Test
    void refuses_whatIsYoungerThanTheSnapshotThatTheServerCameBackWith() throws IOException {
        try (RedisReplayStore store = client()) {
            use(store, "before");
            try (Jedis admin = server.connect()) {
                admin.save();
            }
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            server.kill();
            server.start();

            assertThat(use(store, "a")).isNotEqualTo(Use.FIRST);
            assertThat(use(store, "a")).isNotEqualTo(Use.FIRST);
            assertThat(use(store, "before")).isNotEqualTo(Use.FIRST);
        } finally {
            Files.deleteIfExists(directory.resolve("dump.rdb"));
        }
    }

    @Test
    void notices_thatAPartOfItsMemoryWasEvicted() {
        try (RedisReplayStore store = client();
                Jedis admin = server.connect()) {
            for (String part : new String[] {"used", "ends", "state"}) {
                String proof = "without-" + part;
                clock.advance(LONGEST_USE.negated());
                use(store, "begins");
                clock.advance(LONGEST_USE);
                assertThat(use(store, proof)).isEqualTo(Use.FIRST);
                clock.advance(Duration.ofMillis(1));

                assertThat(admin.del("zt1:{replay}:" + part)).isEqualTo(1);

                assertThat(use(store, proof)).isEqualTo(Use.UNAVAILABLE);
                admin.flushAll();
            }
        }
    }

    @Test
    void refuses_whatWasUsedBeforeAReplicaTookOver(@TempDir Path other) throws Exception {
        try (RedisServer replica = RedisServer.start(program(), other);
                Jedis admin = replica.connect();
                RedisReplayStore store = client();
                RedisReplayStore after = open(replica, LONGEST_USE, clock)) {
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            admin.replicaof("127.0.0.1", server.port());
            while (!admin.info("replication").contains("master_link_status:up")) {
                Thread.onSpinWait();
            }
            assertThat(use(after, "a")).as("a replica takes no writes").isEqualTo(Use.UNAVAILABLE);
            server.hang();
            try {
                admin.replicaofNoOne();
                assertThat(use(after, "a")).isEqualTo(Use.UNAVAILABLE);
                clock.advance(LONGEST_USE);
                assertThat(use(after, "a")).isNotEqualTo(Use.FIRST);
            } finally {
                server.goOn();
            }
        }
    }

    @Test
    void answers_unavailableWhileTheServerTakesNoWrites() {
        try (RedisReplayStore store = client();
                Jedis admin = server.connect()) {
            admin.configSet("maxmemory", "1");
            try {
                assertThat(use(store, "a")).isEqualTo(Use.UNAVAILABLE);
            } finally {
                admin.configSet("maxmemory", "0");
            }
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
        }
    }

    @Test
    void serves_withTheRightPasswordOnly() {
        try (Jedis admin = server.connect()) {
            admin.configSet("requirepass", "correct");
            try (RedisReplayStore right = RedisReplayStore.open(terms(server, Optional.of("correct")));
                    RedisReplayStore wrong = RedisReplayStore.open(terms(server, Optional.of("wrong")));
                    RedisReplayStore none = RedisReplayStore.open(terms(server, Optional.empty()))) {
                // By the time of the server, which has begun just now.
                Instant until = Instant.ofEpochSecond(
                                Long.parseLong(admin.time().get(0)))
                        .plus(LONGEST_USE)
                        .minusSeconds(1);
                ReplayKey key = ReplayKey.of(ProofKind.WPT, "k", "a");
                assertThat(wrong.firstUse(key, CALLER, until)).isEqualTo(Use.UNAVAILABLE);
                assertThat(none.firstUse(key, CALLER, until)).isEqualTo(Use.UNAVAILABLE);
                assertThat(right.firstUse(key, CALLER, Instant.EPOCH)).isEqualTo(Use.FORGOTTEN);
            } finally {
                admin.configSet("requirepass", "");
            }
        }
    }

    /** Instances of different versions share one memory. */
    @Test
    void keeps_theFrozenForm() {
        try (RedisReplayStore store = client();
                Jedis admin = server.connect()) {
            ReplayKey key = ReplayKey.of(ProofKind.WPT, "k", "a");
            store.firstUse(key, CALLER, until());

            assertThat(admin.keys("*"))
                    .containsExactlyInAnyOrder(
                            "zt1:{replay}:state", "zt1:{replay}:used", "zt1:{replay}:ends", "zt1:{replay}:held");
            assertThat(admin.hexists("zt1:{replay}:used".getBytes(StandardCharsets.US_ASCII), key.bytes()))
                    .isTrue();
            assertThat(admin.zscore("zt1:{replay}:ends".getBytes(StandardCharsets.US_ASCII), key.bytes()))
                    .isEqualTo((double) until().toEpochMilli());
            assertThat(admin.hkeys("zt1:{replay}:state"))
                    .containsExactlyInAnyOrder("process", "since", "forgotten", "count");
        }
    }
}
