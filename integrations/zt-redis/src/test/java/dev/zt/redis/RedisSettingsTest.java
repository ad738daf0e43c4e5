package dev.zt.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.Settings;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestCall;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Instances of one service whose settings name a server. */
class RedisSettingsTest {
    private static final String SETTINGS = """
            service: orders
            trust-domain: shop.example
            audience: https://orders.internal
            identity: {source: files, directory: id}
            """;
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read: GET /orders}
            allow: [{id: A1, caller: gateway, to: read}]
            """;

    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final TestWorkload gateway = authority.issue("/gateway");

    @BeforeEach
    void writeFiles() throws IOException {
        authority.write(authority.issue("/orders"), directory.resolve("id"));
        Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
    }

    private Guard guard(String more) throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), SETTINGS + more);
        return Guard.from(Settings.read(Map.of(), directory));
    }

    private TestCall call() {
        return TestCall.of("GET", "/orders").with(gateway.prove(Audience.of("https://orders.internal")));
    }

    private static int status(Admission admission) {
        return admission instanceof Admission.Refused refused ? refused.answer().status() : 200;
    }

    @Test
    void accepts_aProofAtOneInstanceOnly() throws Exception {
        try (RedisServer server = RedisServer.start("redis-server", Files.createDirectory(directory.resolve("redis")));
                Jedis admin = server.connect()) {
            admin.configSet("requirepass", "correct");
            admin.auth("correct");
            Path password = Files.writeString(directory.resolve("password"), "correct\n");
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            String store = "replay-store: redis://127.0.0.1:" + server.port() + "/3\nreplay-store-password: password\n";
            try (Guard one = guard(store);
                    Guard two = guard(store)) {
                TestCall early = call();
                assertThat(status(one.admit(early.toCall())))
                        .as("the memory is new")
                        .isEqualTo(503);
                admin.select(3);
                // As if it were old.
                admin.hset("zt1:{replay}:state", "since", "0");

                TestCall call = call();
                assertThat(status(one.admit(call.toCall()))).isEqualTo(200);
                assertThat(status(two.admit(call.toCall()))).isEqualTo(401);
                assertThat(status(two.admit(call().toCall()))).isEqualTo(200);
            }
        }
    }

    @Test
    void starts_whileTheServerIsAway_andRefuses() throws Exception {
        try (Guard guard = guard("replay-store: redis://127.0.0.1:1\n")) {
            assertThat(status(guard.admit(call().toCall()))).isEqualTo(503);
        }
    }

    @Test
    void says_whatIsWrongWithTheUrl() {
        assertThatThrownBy(() -> guard("replay-store: redis://127.0.0.1/orders\n"))
                .hasMessageContaining("the number of a database");
        assertThatThrownBy(() -> guard("replay-store: redis:x\n")).hasMessageContaining("redis[s]://");
        assertThatThrownBy(() -> guard("replay-store: http://127.0.0.1\n"))
                .hasMessageContaining("known: memory, redis://…, rediss://…");
    }
}
